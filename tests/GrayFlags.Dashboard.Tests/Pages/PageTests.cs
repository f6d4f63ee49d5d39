using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GrayFlags.Dashboard.Pages;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Pages;

/// <summary>The page and its files.</summary>
public sealed partial class PageTests
{
    private const int MostBytes = 90 * 1024;
    private const int MostCompressedBytes = 30 * 1024;

    private DashboardSiteOfTests _site = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync(pipeline: app => app.UsePathBase("/a/b"));

    [OneTimeTearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    // What the browser accepts in this request; a language that is not offered is none.
    [TestCase("", "en")]
    [TestCase("zh-CN,en;q=0.5", "zh-Hans")]
    [TestCase("en;q=0.5,zh;q=0.9", "zh-Hans")]
    [TestCase("fr,de", "en")]
    [TestCase("fr,zh-TW;q=0.1", "zh-Hans")]
    public async Task Language_IsThatOfTheRequest(string accepted, string language)
    {
        using var response = await _site.SendAsync(HttpMethod.Get, "/flags/", "ann reader", null, ("Accept-Language", accepted));

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain($"<html lang=\"{language}\""));
        Assert.That(response.Headers.Vary, Does.Contain("Accept-Language"));
    }

    // A proxy may have taken away a part of the address that nobody here knows of.
    [TestCase("/flags", "./flags/")]
    [TestCase("/a/b/flags", "./flags/")]
    [TestCase("/flags?x=1", "./flags/")]
    public async Task PageWithoutSlash_LeadsToTheOneWith_WithoutAnAbsoluteAddress(string path, string location)
    {
        using var response = await _site.SendAsync(HttpMethod.Get, path, "ann reader");

        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo(location));
    }

    // A browser takes two slashes, and a backslash for one, as the beginning of another host; and a header is ASCII, or nothing is sent.
    [TestCase("/{tenant}", "", "/evil.example", "./evil.example/")]
    [TestCase("/{tenant}", "", "/%5Cevil.example", "./%5Cevil.example/")]
    [TestCase("/{tenant}", "", "/%2F%2Fevil.example", "./%252F%252Fevil.example/")]
    [TestCase("/{tenant}", "", "/javascript:x", "./javascript%3Ax/")]
    [TestCase("/{tenant}", "", "/a%0D%0Ab", "./a%0D%0Ab/")]
    [TestCase("/開關", "", "/%E9%96%8B%E9%97%9C", "./%E9%96%8B%E9%97%9C/")]
    [TestCase("", "/開關", "/%E9%96%8B%E9%97%9C", "./%E9%96%8B%E9%97%9C/")]
    [TestCase("", "/a b", "/a%20b", "./a%20b/")]
    public async Task PageWithoutSlash_LeadsNowhereElse(string path, string pathBase, string address, string location)
    {
        await using var site = await DashboardSiteOfTests.StartAsync(
            pipeline: app => app.UsePathBase(pathBase), path: path, listens: true);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + address));
        request.Headers.Add(TestUsers.Header, "ann reader");
        using var response = await client.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(302));
        Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo(location));
    }

    [Test]
    public async Task EveryFileThatThePageNames_IsThere_ForEver()
    {
        using var page = await _site.SendAsync(HttpMethod.Get, "/a/b/flags/", "ann reader");
        var names = Address().Matches(await page.Content.ReadAsStringAsync()).Select(match => match.Groups[1].Value).ToList();

        Assert.That(names, Has.Count.EqualTo(3).And.All.StartsWith("assets/"));
        foreach (var name in names)
        {
            using var file = await _site.SendAsync(HttpMethod.Get, "/a/b/flags/" + name, "ann reader");
            file.EnsureSuccessStatusCode();
            Assert.That(file.Headers.CacheControl!.ToString(), Does.Contain("max-age=31536000").And.Contain("immutable").And.Contain("private"));
        }
    }

    [TestCase("index.html")]
    [TestCase("..%2Findex.html")]
    [TestCase("nothing.js")]
    public async Task OtherFiles_AreNotThere(string name)
    {
        using var file = await _site.SendAsync(HttpMethod.Get, $"/flags/assets/{PageFiles.Version}/{name}", "ann reader");

        Assert.That((int)file.StatusCode, Is.EqualTo(404));
    }

    [Test]
    public void Files_AreSmall_AndLoadNothingFromElsewhere()
    {
        // A browser loads the words of one language.
        var loaded = PageFiles.All.Where(file => file.Name != "zh-Hans.json").ToList();

        Assert.That(loaded.Sum(file => file.Content.Length), Is.LessThan(MostBytes));
        Assert.That(loaded.Sum(Compressed), Is.LessThan(MostCompressedBytes));
        Assert.That(
            PageFiles.All.Where(file => Foreign()
                .IsMatch(Text(file).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal))).Select(file => file.Name),
            Is.Empty);
    }

    // What the policy would refuse, and what would make a name of a rule a piece of the page.
    [Test]
    public void Modules_ParseNoMarkup_AndSetNoInlineStyle()
    {
        var bad = PageFiles.All.Where(file => file.Name.EndsWith(".js", StringComparison.Ordinal))
            .SelectMany(file => Dangerous().Matches(Text(file)).Select(match => $"{file.Name}: {match.Value}"));

        Assert.That(bad, Is.Empty);
    }

    // They are sent without indentation and comments: a text over several lines would lose some of itself.
    [Test]
    public void Modules_HaveNoTextThatSpansLines()
    {
        var files = Directory.GetFiles(Repository.PathOf("src/GrayFlags.Dashboard/Assets"), "*.js");
        var bad = files.SelectMany(
            file => File.ReadLines(file).Where(line => line.Count(static letter => letter == '`') % 2 == 1).Select(line => $"{file}: {line}"));

        Assert.That(files, Has.Length.GreaterThan(10));
        Assert.That(bad, Is.Empty);
        Assert.That(PageFiles.All.SelectMany(file => Text(file).Split('\n')), Has.None.StartsWith(" ").And.None.StartsWith("//").And.None.StartsWith("/*"));
    }

    [Test]
    public void Words_AreTheSameInBothLanguages_AndAllThatModulesUse()
    {
        var (english, chinese) = (Words("en"), Words("zh-Hans"));
        var used = PageFiles.All.Where(file => file.Name.EndsWith(".js", StringComparison.Ordinal)).SelectMany(file => Used().Matches(Text(file)))
            .Select(match => match.Groups[1].Value);

        Assert.That(chinese.Keys, Is.EquivalentTo(english.Keys));
        Assert.That(used.Except(english.Keys), Is.Empty);
        Assert.That(
            english.Keys.Where(key => !Places(english[key]).SetEquals(Places(chinese[key]))), Is.Empty, "a placeholder is missing in one language");
        Assert.That(chinese.Where(word => word.Value == english[word.Key]), Is.Empty);
    }

    [Test]
    public void EveryNameOfThePublicEnums_HasWords() => Assert.That(
        Enum.GetNames<RolloutPhase>().Select(name => $"phase.{name}")
            .Concat(Enum.GetNames<GrayFlagsState>().Select(name => $"state.{name}"))
            .Concat(Enum.GetNames<ProviderState>().Select(name => $"provider.{name}"))
            .Concat(Enum.GetNames<FlagKind>().Select(name => $"kind.{name}"))
            .Concat(Enum.GetNames<GuardMetric>().Select(name => $"metric.{name}"))
            .Concat(Enum.GetNames<GuardAction>().Select(name => $"breach.{name}"))
            .Concat(Enum.GetNames<GuardMetric>().Select(name => $"mean.{name}"))
            .Concat(Enum.GetNames<DecisionReason>().Select(name => $"reason.{name}"))
            .Concat(Enum.GetNames<RolloutPhase>().Select(name => $"lead.{name}"))
            .Concat(Enum.GetNames<GrayFlagsState>().Select(name => $"state.{name}.text"))
            .Concat(GrayFlags.Dashboard.Wire.RolloutOperations.All.SelectMany(name => new[] { $"do.{name}", $"effect.{name}" }))
            .Except(Words("en").Keys),
        Is.Empty);

    private static int Compressed(PageFile file)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(file.Content.Length)];
        Assert.That(BrotliEncoder.TryCompress(file.Content, buffer, out var written, quality: 11, window: 22), Is.True);
        return written;
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    private static Dictionary<string, string> Words(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(PageFiles.Find($"{language}.json")!.Content)!;

    private static string Text(PageFile file) => Encoding.UTF8.GetString(file.Content);

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Address();

    [GeneratedRegex("https?://|@import|url\\(")]
    private static partial Regex Foreign();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|\\bstyle:(?! '(?:percent|unit)')|'style'|DOMParser|srcdoc")]
    private static partial Regex Dangerous();

    [GeneratedRegex(@"\bt\('([^']+)'")]
    private static partial Regex Used();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
