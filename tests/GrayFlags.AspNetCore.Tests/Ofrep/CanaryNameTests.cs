using System.Globalization;
using System.Text;
using System.Text.Json;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>OFREP.md, acceptance 4: a browser learns no name of a flag that is not shown to it, whatever it sends.</summary>
public sealed class CanaryNameTests
{
    private const int Flags = 100;
    private const int Shown = 5;
    private const string Canary = "unreleased";

    [Test]
    public async Task Session_OfAnAnonymousBrowser_HoldsNoForeignName()
    {
        await using var site = await TestSite.StartAsync(
            Document(isOn: false),
            app =>
            {
                app.MapGet("/page", (HttpContext http) => http.GetGrayAnswersJson());
                app.MapGrayOfrep(o => (o.EventSpread, o.Metadata) = (TimeSpan.Zero, true));
            },
            flags => flags.AddAspNetCore().AddAnonymousCookie(),
            services => services.AddDataProtection().UseEphemeralDataProtectionProvider());
        var seen = new StringBuilder();
        using var events = await EventStreamReader.OpenAsync(site);
        seen.AppendLine(await events.NextAsync());
        string[] bodies =
        [
            """{"context":{}}""", """{"context":{"targetingKey":"ana","plan":"pro"}}""", "{", "[]", """{"context":7}""",
            $$$"""{"context":{"targetingKey":"{{{new string('a', 70_000)}}}"}}""",
        ];
        foreach (var body in bodies)
        {
            await SendAsync(OfrepSiteExtensions.Bulk, body);
            foreach (var name in new[] { "shown-1", $"{Canary[..^1]}", "", "a/b" })
            {
                await SendAsync($"{OfrepSiteExtensions.Bulk}/{name}", body);
            }
        }

        site.Rules.SetJson(Document(isOn: true));
        seen.AppendLine(await events.NextAsync());
        await SendAsync(OfrepSiteExtensions.Bulk, bodies[0]);
        seen.AppendLine(await site.GetAsync("/page"));
        seen.AppendLine(await site.GetAsync("/ofrep/v1/evaluate/flags"));

        var text = seen.ToString();
        Assert.That(text, Does.Contain("shown-1").And.Contain("shown-5").And.Contain("refetchEvaluation"), "there is something to look at");
        Assert.That(text, Does.Not.Contain(Canary).IgnoreCase);

        async Task SendAsync(string path, string body)
        {
            var reply = await site.AskAsync(path, body);
            seen.AppendLine(CultureInfo.InvariantCulture, $"{reply.Status}\n{reply.Headers}\n{reply.Body}");
        }
    }

    // A name that the browser itself sent is in its own answer: nothing but it tells a flag that is hidden from one that is none.
    [Test]
    public async Task Flag_ThatIsHidden_IsAnsweredAsOneThatIsNot()
    {
        await using var site = await TestSite.StartAsync(Document(isOn: true), app => app.MapGrayOfrep(o => o.Metadata = true));
        foreach (var number in new[] { 1, 37, Flags - Shown })
        {
            var hidden = await site.AskAsync($"{OfrepSiteExtensions.Bulk}/{Canary}-{number:00}");
            var none = await site.AskAsync($"{OfrepSiteExtensions.Bulk}/{Canary}-xx");

            Assert.That(hidden.Status, Is.EqualTo(404));
            Assert.That(hidden.Body.Replace($"{number:00}\"", "xx\"", StringComparison.Ordinal), Is.EqualTo(none.Body));
            Assert.That(hidden.Headers, Is.EqualTo(none.Headers));
        }
    }

    // What is shown requires what is hidden, so that names are at hand where they could slip out.
    private static string Document(bool isOn)
    {
        var flags = new Dictionary<string, object>();
        for (var number = 1; number <= Flags - Shown; number++)
        {
            flags[$"{Canary}-{number:00}"] = new { rules = new { r = new { percentage = 50 } }, @default = isOn, owner = $"{Canary}-team" };
        }

        for (var number = 1; number <= Shown; number++)
        {
            flags[$"shown-{number}"] = new { clientSide = true, rules = new { r = new { requires = new[] { $"{Canary}-0{number}" } } } };
        }

        return JsonSerializer.Serialize(new { flags });
    }
}
