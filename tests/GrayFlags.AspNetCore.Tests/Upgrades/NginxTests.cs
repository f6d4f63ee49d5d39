using System.Globalization;
using System.Text.RegularExpressions;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Upgrades;

/// <summary>The set-up of the guide, in a real nginx: its text, with other addresses.</summary>
[NonParallelizable]
public sealed partial class NginxTests
{
    private const int Visitors = 100;

    private TestSite _shop = null!;
    private TestSite _original = null!;
    private TestSite _upgraded = null!;

    [SetUp]
    public async Task SetUp()
    {
        _shop = await TestSite.StartAsync(
            """{ "flags": { "orders-v2": { "rules": { "half": { "percentage": 50 } } } } }""",
            app =>
            {
                app.UseGrayVersionHeader("orders", "orders-v2");
                app.UseRouting();
                app.MapGet("/gray", () => Results.NoContent());
            },
            flags => flags.AddAspNetCore().AddAnonymousCookie(),
            services => services.AddDataProtection().UseEphemeralDataProtectionProvider(),
            isReal: true);
        _original = await BackEndAsync("original");
        _upgraded = await BackEndAsync("upgraded");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _shop.DisposeAsync();
        await _original.DisposeAsync();
        await _upgraded.DisposeAsync();
    }

    [Test]
    public async Task Visitors_AreSentToTheVersionOfTheFlag_AndStayThere()
    {
        using var nginx = NginxProcess.Start(Servers);
        var cookies = new Dictionary<string, string>();
        for (var visitor = 0; visitor < Visitors; visitor++)
        {
            var (answer, cookie) = await AskAsync(nginx, null);
            cookies.Add(cookie!, answer);
        }

        // Half of 100 by a fair coin: outside of 20 to 80 once in a billion runs.
        Assert.That(cookies.Values.Count(answer => answer == "upgraded v2"), Is.InRange(20, 80));
        Assert.That(cookies.Values, Has.All.EqualTo("upgraded v2").Or.EqualTo("original v1"));
        foreach (var (cookie, answer) in cookies)
        {
            Assert.That((await AskAsync(nginx, cookie)).Answer, Is.EqualTo(answer));
        }

        _shop.Rules.SetJson("""{ "flags": { "orders-v2": false } }""");
        Assert.That(
            (await AskAsync(nginx, cookies.First(pair => pair.Value == "upgraded v2").Key)).Answer,
            Is.EqualTo("original v1"),
            "rolled back at the next request");
    }

    [Test]
    public async Task Version_ThatAVisitorSends_IsGone()
    {
        _shop.Rules.SetJson("""{ "flags": { "orders-v2": false } }""");
        using var nginx = NginxProcess.Start(Servers);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders") { Headers = { { "X-Gray-orders", "v2" } } };
        using var response = await nginx.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("original v1"));
    }

    private static Task<TestSite> BackEndAsync(string name) =>
        TestSite.StartAsync(
            """{ "flags": { } }""",
            app => app.MapGet("/orders", (HttpRequest request) => $"{name} {request.Headers["X-Gray-orders"]}"),
            isReal: true);

    private static async Task<(string Answer, string? Cookie)> AskAsync(NginxProcess nginx, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await nginx.Client.SendAsync(request);
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.Single().Split(';')[0] : null;
        return (await response.Content.ReadAsStringAsync(), set);
    }

    [GeneratedRegex("10\\.0\\.0\\.1([0-2]):8080")]
    private static partial Regex Address();

    private string Servers(int port)
    {
        var guide = PageFiles.Blocks.First(block => block.Kind == "nginx").Text;
        TestSite[] sites = [_shop, _original, _upgraded];
        return Address().Replace(guide, match => sites[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)].Client.BaseAddress!.Authority)
            .Replace("listen 80;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"), StringComparison.Ordinal);
    }
}
