using System.Text;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>The JSON of pages does what they say of it. For the comments that mark a block see PageCodeTests in GrayFlags.AspNetCore.Tests.</summary>
internal sealed class PageDocumentTests
{
    private const string Appsettings = "appsettings";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static IEnumerable<TestCaseData> Documents => Named(PageFiles.Documents);

    private static IEnumerable<TestCaseData> Configurations => Json(block => block.Surroundings == Appsettings && !block.Marks.ContainsKey("refused"));

    private static IEnumerable<TestCaseData> Refused => Json(block => block.Marks.ContainsKey("refused"));

    private static IEnumerable<TestCaseData> Others => Json(block => block.Surroundings == "another file");

    private static IEnumerable<TestCaseData> Problems => Named(PageFiles.Blocks.Where(block => block.Marks.ContainsKey("problems")));

    [TestCaseSource(nameof(Documents))]
    public void Document_IsGood(MarkdownBlock block)
    {
        // At a time at which nothing that a page shows has expired.
        var document = FlagDocument.Parse(block.Text);
        using var flags = GrayEvaluator.Create(grayFlags =>
        {
            grayFlags.Services.AddSingleton<TimeProvider>(new ManualTimeProvider());
            grayFlags.AddProvider(new InMemoryRuleProvider(document));
        });

        Assert.That((flags.Status.State, flags.Status.Warnings), Is.EqualTo((GrayFlagsState.Ready, Array.Empty<string>())));
    }

    [TestCaseSource(nameof(Configurations))]
    public void Configuration_IsGood(MarkdownBlock block)
    {
        using var provider = Bind(block.Text);
        var status = provider.GetRequiredService<IGrayFlagsMonitor>().Status;

        Assert.That((status.State, status.Warnings), Is.EqualTo((GrayFlagsState.Ready, Array.Empty<string>())));
        Assert.That(status.FlagCount, Is.Positive, "the section is GrayFlags");
    }

    [TestCaseSource(nameof(Refused))]
    public void RefusedDocument_IsRefused_AsThePageSays(MarkdownBlock block)
    {
        var problems = ProblemsOf(block);

        Assert.That(problems.Select(problem => problem.ToString()), Has.Some.Contains(block.Marks["refused"]));
    }

    [TestCaseSource(nameof(Problems))]
    public void Problems_AreTheOnesShown(MarkdownBlock block)
    {
        var document = PageFiles.Above(block, other => other.IsJson && other.Marks.ContainsKey("refused"));

        Assert.That(document, Is.Not.Null, "a refused document above");
        PageFiles.Expect(block, string.Join('\n', ProblemsOf(document!)));
    }

    [TestCaseSource(nameof(Others))]
    public void OtherJson_IsJson(MarkdownBlock block) => Assert.That(() => JsonDocument.Parse(block.Text, Lenient).Dispose(), Throws.Nothing);

    // Some are seen by the reader, with a line, others by the compiler only, such as a segment that is not there.
    private static IReadOnlyList<DocumentProblem> ProblemsOf(MarkdownBlock block)
    {
        if (block.Surroundings == Appsettings)
        {
            return Assert.Throws<GrayDocumentException>(() => Bind(block.Text).Dispose())!.Problems;
        }

        var read = FlagDocument.Read(Encoding.UTF8.GetBytes(block.Text), new DocumentReaderOptions { Source = "flags.json" });
        return read.Problems.Count > 0
            ? read.Problems
            : Assert.Throws<GrayDocumentException>(() => GrayEvaluator.FromJson(block.Text).Dispose())!.Problems;
    }

    private static ServiceProvider Bind(string appsettings)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(appsettings));
        var configuration = new ConfigurationBuilder().AddJsonStream(json).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration).AddGrayFlags(configuration.GetSection("GrayFlags"));
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IGrayEvaluator>();
        return provider;
    }

    private static IEnumerable<TestCaseData> Json(Func<MarkdownBlock, bool> isMeant) => Named(PageFiles.Blocks.Where(block => block.IsJson && isMeant(block)));

    private static IEnumerable<TestCaseData> Named(IEnumerable<MarkdownBlock> blocks) =>
        blocks.Select(block => new TestCaseData(block).SetArgDisplayNames($"{block}"));
}
