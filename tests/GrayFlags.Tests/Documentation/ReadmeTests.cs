using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GrayFlags.Bucketing;
using GrayFlags.Documents;
using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>What the README shows is what the library does.</summary>
internal sealed partial class ReadmeTests
{
    private const int FirstScreenLines = 45;

    private static readonly string Readme = File.ReadAllText(PathOf("README.md"));
    private static readonly IReadOnlyList<MarkdownBlock> Blocks = MarkdownBlock.ReadAll(Readme);

    internal static IEnumerable<MarkdownBlock> Documents => Blocks.Where(block => block.Kind is "json" or "jsonc");

    private static IEnumerable<MarkdownBlock> Snippets => Blocks.Where(block => block.Kind == "csharp");

    private static string FirstDocument => Documents.First().Text;

    [TestCaseSource(nameof(Documents))]
    public void Document_IsGood(MarkdownBlock block)
    {
        using var flags = GrayEvaluator.FromJson(block.Text);

        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [TestCaseSource(nameof(Snippets))]
    public void Snippet_IsCompiledHere(MarkdownBlock block)
    {
        var source = Trimmed(File.ReadAllText(PathOf("ReadmeSnippets.cs")));
        var body = Trimmed(string.Join('\n', block.Text.Split('\n').SkipWhile(line => line.Length == 0 || UsingDirective().IsMatch(line))));

        Assert.That(source, Does.Contain(body));
    }

    // The working directory belongs to the whole process.
    [Test]
    [NonParallelizable]
    public void FirstScreen_PrintsWhatItSays()
    {
        using var folder = new TempFolder();
        folder.Write("flags.json", FirstDocument);
        using var console = new StringWriter();
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            ReadmeSnippets.FirstScreen(console);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        var printed = Shown(0);
        Assert.That(Lines(console), Is.EqualTo(printed.Text));
        Assert.That(printed.Line + printed.Text.Split('\n').Length, Is.LessThanOrEqualTo(FirstScreenLines), "the answer belongs on the first screen");
    }

    [Test]
    public void Explanation_IsTheOneShown()
    {
        using var flags = GrayEvaluator.FromJson(FirstDocument);
        using var console = new StringWriter();

        ReadmeSnippets.Explain(flags, ReadmeSnippets.Context(), console);

        Assert.That(Lines(console), Is.EqualTo(Shown(1).Text));
    }

    [Test]
    public void Problem_IsTheOneShown()
    {
        var wrong = Encoding.UTF8.GetBytes(FirstDocument.Replace("\"serve\": false", "\"serve\": 0", StringComparison.Ordinal));

        var result = FlagDocument.Read(wrong, new DocumentReaderOptions { Source = "flags.json" });

        Assert.That(result.Problems.Single().ToString(), Is.EqualTo(Shown(2).Text));
    }

    [Test]
    public void Bucket_OfThePythonLines_IsTheLibrarys()
    {
        var shown = PythonResult().Match(Readme);

        Assert.That(shown.Success, Is.True);
        Assert.That(
            Bucket.Of(TextHash.Of(shown.Groups["id"].Value), TextHash.Of(shown.Groups["salt"].Value)),
            Is.EqualTo(int.Parse(shown.Groups["bucket"].Value, CultureInfo.InvariantCulture)));
    }

    [Test]
    public void Variant_OfThePythonLines_IsTheLibrarys()
    {
        var shown = PythonVariant().Match(Readme);
        using var flags = GrayEvaluator.FromJson(Documents.Single(block => block.Text.Contains("\"split\"", StringComparison.Ordinal)).Text
            .Replace("\"percentage\": 20, ", "", StringComparison.Ordinal));

        Assert.That(shown.Success, Is.True);
        Assert.That(flags.Evaluate(shown.Groups["flag"].Value, new GrayContext(shown.Groups["id"].Value)).Variant, Is.EqualTo(shown.Groups["variant"].Value));
    }

    // The README's table of layers: the rows that say what one variable does.
    [TestCase("GrayFlags__Flags__gift_wrap__Rules__everyone__Percentage", "50", true, DecisionReason.Split)]
    [TestCase("GrayFlags__Flags__gift_wrap__Rules__everyone__Enabled", "false", false, DecisionReason.Default)]
    [TestCase("GrayFlags__Flags__gift_wrap", "false", false, DecisionReason.Static)]
    [TestCase("GrayFlags__Off", "gift_wrap", false, DecisionReason.Disabled)]
    public void Variable_OverAppsettings_DoesWhatTheTableSays(string variable, string value, bool enabled, DecisionReason reason)
    {
        var appsettings = Blocks.Single(block => block.Kind == "jsonc appsettings").Text;
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(appsettings));
        var configuration = new ConfigurationBuilder().AddJsonStream(json)
            .AddInMemoryCollection([new(variable.Replace("__", ":", StringComparison.Ordinal), value)]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration).AddGrayFlags(configuration.GetSection("GrayFlags"));
        using var provider = services.BuildServiceProvider();

        // Among the first 50 percent, not among the first 20.
        var decision = provider.GetRequiredService<IGrayEvaluator>().Evaluate("gift_wrap", new GrayContext("han"));

        Assert.That(Readme, Does.Contain(variable + "="));
        Assert.That((decision.Enabled, decision.Reason), Is.EqualTo((enabled, reason)));
    }

    [Test]
    public async Task QuickStart_Documents_AnswerAsTheReadmeSays()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = PathOf("QuickStart") });
        builder.Configuration.AddJsonFile("appsettings.json", optional: false);
        ReadmeSnippets.Register(builder);
        using var host = builder.Build();
        await host.StartAsync();

        var flags = host.Services.GetRequiredService<IGrayEvaluator>();
        Assert.That(flags.Evaluate("new-checkout", ReadmeSnippets.Context()).Rule, Is.EqualTo("guangdong"));
        Assert.That(flags.IsEnabled("new-banner"), Is.True);
        Assert.That(new ReadmeSnippets.Checkout(flags).Page("ana"), Is.EqualTo("one page"));
        Assert.That(ReadmeSnippets.HotPaths(flags, ReadmeSnippets.Context()), Is.True);
        Assert.That(host.Services.GetRequiredService<IGrayFlagsMonitor>().Status.Warnings, Is.Empty);
        await host.StopAsync();
    }

    [Test]
    public void TestOfTheReadme_Passes() => ReadmeSnippets.InATest();

    [Test]
    public void Signature_OfTheReadme_IsGood()
    {
        var document = Encoding.UTF8.GetBytes(FirstDocument);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signature = new BodySignature(new Dictionary<string, string> { ["2026"] = key.ExportSubjectPublicKeyInfoPem() });
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(BodySignature.Header, ReadmeSnippets.Sign(key, "2026", document));

        Assert.That(Readme, Does.Contain(BodySignature.Header + ": "));
        Assert.That(() => signature.ThrowIfWrong(response, document), Throws.Nothing);
    }

    [Test]
    public async Task WayBack_OfTheReadme_Works()
    {
        var provider = new InMemoryRuleProvider();
        using var flags = GrayEvaluator.Create(grayFlags => grayFlags.AddProvider(provider));
        provider.SetJson("""{ "version": 7, "flags": { "sale": true } }""");
        provider.SetJson("""{ "version": 8, "flags": { "sale": false } }""");
        using var console = new StringWriter();

        await ReadmeSnippets.RollBackAsync(flags, console);

        Assert.That(Lines(console), Does.Match("^8\\+.*changed: sale\\n7\\+.*new: sale"));
        Assert.That((flags.Pin, flags.IsEnabled("sale")), Is.EqualTo(((RulesPin?)null, false)));
    }

    [Test]
    public async Task ProviderOfOnesOwn_BringsItsDocument()
    {
        var provider = new ReadmeSnippets.TableRuleProvider(new Table(FirstDocument), TimeProvider.System);

        var load = await provider.LoadAsync(CancellationToken.None);

        Assert.That(load.Outcome, Is.EqualTo(LoadOutcome.Loaded));
        Assert.That(load.Document!.Flags, Contains.Key("new-checkout"));
    }

    private static MarkdownBlock Shown(int index) => Blocks.Where(block => block.Kind == "text").ElementAt(index);

    internal static string PathOf(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Documentation", name);

    private static string Lines(StringWriter console) => console.ToString().ReplaceLineEndings("\n").TrimEnd('\n');

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();

    [GeneratedRegex("""^bucket\("(?<id>[^"]+)", "(?<salt>[^"]+)"\)\s+# (?<bucket>\d+)""", RegexOptions.Multiline)]
    private static partial Regex PythonResult();

    [GeneratedRegex("""^variant\("(?<id>[^"]+)", "(?<flag>[^"]+)", .*\)\s+# (?<variant>\w+)""", RegexOptions.Multiline)]
    private static partial Regex PythonVariant();

    private sealed class Table(string json) : ReadmeSnippets.IFlagTable
    {
        public Task<byte[]> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Encoding.UTF8.GetBytes(json));
    }
}
