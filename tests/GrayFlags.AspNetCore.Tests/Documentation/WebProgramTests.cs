using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Documentation;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>The web programs of pages, run as they are shown, do what the pages say.</summary>
internal sealed class WebProgramTests
{
    private static readonly Uri Orders = new("/orders", UriKind.Relative);

    [Test]
    public async Task Readme_GateHides_AndAnUpgradeSticks()
    {
        await using var site = await StartAsync("README.md", """
            { "flags": { "new-banner": true, "beta": false, "orders-v2": { "rules": { "half": { "percentage": 50 } } } } }
            """);
        using var client = await site.ClientAsync();
        var answers = new HashSet<string>();

        Assert.That(await client.GetStringAsync(new Uri("/banner", UriKind.Relative)), Is.EqualTo("new"));
        using var beta = await client.GetAsync(new Uri("/beta", UriKind.Relative));
        Assert.That((int)beta.StatusCode, Is.EqualTo(404));
        for (var visitor = 0; visitor < 64; visitor++)
        {
            using var first = await client.GetAsync(Orders);
            using var again = new HttpRequestMessage(HttpMethod.Get, Orders);
            again.Headers.Add("Cookie", first.Cookie());
            using var second = await client.SendAsync(again);
            var answer = await first.Content.ReadAsStringAsync();
            Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(answer));
            answers.Add(answer);
        }

        Assert.That(answers, Is.EquivalentTo(new[] { "original", "upgraded" }));
    }

    [TestCase("false", "v1")]
    [TestCase("true", "v2")]
    public async Task TwoRoutes_OfThePageOnAot_AnswerOneEach(string flag, string version)
    {
        await using var site = await StartAsync("docs/aot.md", $$"""{ "flags": { "orders-v2": {{flag}} } }""");
        using var client = await site.ClientAsync();

        Assert.That(await client.GetStringAsync(new Uri("/orders/7", UriKind.Relative)), Is.EqualTo($$"""{"id":7,"version":"{{version}}"}"""));
    }

    private static Task<ProgramSite> StartAsync(string page, string rules) =>
        ProgramSite.StartAsync(PageFiles.BlocksOf(page).Single(block => block.IsCode && block.Text.Contains("app.Run();", StringComparison.Ordinal)), rules);
}
