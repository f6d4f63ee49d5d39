using System.Security.Cryptography;
using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>What the READMEs show is compiled, and does what they say.</summary>
internal sealed class ReadmeTests
{
    // In the README of the repository a block of this kind is compiled here and not by the tests of the core.
    private const string RootKind = "csharp aspnetcore";

    private static IEnumerable<MarkdownBlock> Snippets => [
        .. MarkdownBlock.ReadAll(Read("Package.md")).Where(block => block.Kind == "csharp"),
        .. MarkdownBlock.ReadAll(Read("Root.md")).Where(block => block.Kind == RootKind)];

    [TestCaseSource(nameof(Snippets))]
    public void Snippet_IsCompiledHere(MarkdownBlock block) => Assert.That(Trimmed(Read("Snippets.cs")), Does.Contain(Trimmed(block.Text)));

    [Test]
    public void Root_ShowsTheFiveLines() => Assert.That(MarkdownBlock.ReadAll(Read("Root.md")).Count(block => block.Kind == RootKind), Is.EqualTo(1));

    [Test]
    public async Task FiveLines_DoWhatTheySay()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([
            new("GrayFlags:Flags:new-banner", "true"),
            new("GrayFlags:Flags:beta", "false"),
            new("GrayFlags:Flags:orders-v2:Rules:half:Percentage", "50")]);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.WebHost.UseTestServer();
        WebApplication? app = null;
        Documentation.Snippets.FiveLines(builder, built => app = built);
        await using var started = app!;
        await app!.StartAsync();
        using var client = app.GetTestClient();

        Assert.That(await client.GetStringAsync(new Uri("/banner", UriKind.Relative)), Is.EqualTo("true"));
        using var beta = await client.GetAsync(new Uri("/beta", UriKind.Relative));
        Assert.That((int)beta.StatusCode, Is.EqualTo(404));
        using var first = await client.GetAsync(new Uri("/orders", UriKind.Relative));
        client.DefaultRequestHeaders.Add("Cookie", first.Cookie());
        Assert.That(await client.GetStringAsync(new Uri("/orders", UriKind.Relative)), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    [Test]
    public void Override_OfTheReadme_IsOfTheFormItSays()
    {
        using var request = new HttpRequestMessage();

        Documentation.Snippets.Override(RandomNumberGenerator.GetBytes(32), TimeProvider.System, request);

        Assert.That(request.Headers.GetValues(GrayOverrideHeader.Name).Single(), Does.Match("^new-checkout=true&colour=blue;[0-9]+;[A-Za-z0-9_-]{43}$"));
    }

    [Test]
    public void Storefront_Document_IsGood()
    {
        using var flags = GrayEvaluator.FromJson(Read("Storefront.json"));

        Assert.That(flags.IsEnabled("new-checkout", new GrayContext("ana")), Is.True);
        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Documentation", name), Encoding.UTF8);

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));
}
