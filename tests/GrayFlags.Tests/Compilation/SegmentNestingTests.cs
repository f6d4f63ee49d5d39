using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Compilation;

/// <summary>Segments may be nested 16 deep, however the document is ordered, and no document ends the process or takes for ever.</summary>
public sealed class SegmentNestingTests
{
    private static readonly GrayContext Member = new("u");

    [Test]
    public void Chain_Of16_Answers([Values] bool leafFirst)
    {
        using var evaluator = Create(Chain(16, leafFirst));

        Assert.That(evaluator.IsEnabled("f", Member), Is.True);
        Assert.That(evaluator.IsEnabled("f", new GrayContext("v")), Is.False);
    }

    // 17 levels: the outermost is one too deep. A thousand: the first that is too deep is the 17th from the inside, and those above it are not reported again.
    [TestCase(17, true, "segments.s0.segments")]
    [TestCase(17, false, "segments.s0.segments")]
    [TestCase(1_000, true, "segments.s983.segments")]
    [TestCase(1_000, false, "segments.s983.segments")]
    [Fault("D7"), Fault("E10")]
    public void Chain_TooDeep_IsRefusedOnce(int length, bool leafFirst, string path)
    {
        var problem = Problems(Chain(length, leafFirst), DocumentLimits.Default).Single();

        Assert.That(problem.Path, Is.EqualTo(path));
        Assert.That(problem.Message, Is.EqualTo("segments are nested deeper than 16"));
    }

    [Test, Fault("D7"), Fault("E10")]
    public void Chain_Of100000_IsRefused_OnASmallStack([Values] bool leafFirst)
    {
        IReadOnlyList<DocumentProblem> problems = [];
        var thread = new Thread(() => problems = Problems(Chain(100_000, leafFirst), new DocumentLimits { MaxSegments = 100_000 }), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.That(problems.Select(problem => problem.Message), Is.EqualTo(new[] { "segments are nested deeper than 16" }));
    }

    [Test, Fault("D7")]
    public void Circle_Of1000_IsRefusedOnce()
    {
        var segments = Enumerable.Range(0, 1_000).ToDictionary(index => $"s{index}", index => new SegmentDefinition { Segments = [$"s{(index + 1) % 1_000}"] });

        var problem = Problems(new FlagDocument { Segments = segments }, DocumentLimits.Default).Single();

        Assert.That(problem.Path, Is.EqualTo("segments.s0.segments"));
        Assert.That(problem.Message, Does.StartWith("the segments refer to each other in a circle: s0 -> s1 -> s2").And.EndsWith("s999 -> s0"));
    }

    [Test, Fault("D7")]
    public void Circles_TwoApart_AreBothReported()
    {
        var problems = Problems(FlagDocument.Parse("""
            { "segments": {
                "a": { "segments": ["b"] }, "b": { "segments": ["a"] },
                "c": { "users": ["u"], "except": { "segments": ["C"] } } } }
            """), DocumentLimits.Default);

        Assert.That(problems.Select(problem => problem.Path), Is.EqualTo(new[] { "segments.a.segments", "segments.c.except" }));
    }

    // Two on each of 16 levels: 32 segments to write, 2^16 to ask. On 13 levels 2 + 4 + ... + 2^13 = 16,382 are still more than the 10,000
    // that a document may hold, on 12 levels 2 + ... + 2^12 = 8,190 are not.
    [TestCase(16, false)]
    [TestCase(13, false)]
    [TestCase(12, true)]
    public void Segments_ThatBranchAtEachLevel_AreCounted(int levels, bool isGood)
    {
        var segments = new Dictionary<string, SegmentDefinition>();
        for (var level = 0; level < levels; level++)
        {
            var next = level == levels - 1 ? null : new[] { $"a{level + 1}", $"b{level + 1}" };
            segments[$"a{level}"] = new() { Users = ["a"], Segments = next };
            segments[$"b{level}"] = new() { Users = ["b"], Segments = next };
        }

        var document = WithRule(segments, ["a0", "b0"]);
        if (isGood)
        {
            using var evaluator = Create(document);
            Assert.That(evaluator.IsEnabled("f", new GrayContext("b")), Is.True);
            return;
        }

        Assert.That(Problems(document, DocumentLimits.Default).Select(problem => (problem.Path, problem.Message)), Has.Member(
            (
                "flags.f.rules.r.segments",
                "the segments named here lead to more than 10000 segments, each counted once for every way to it; the limit is MaxSegments")));
    }

    [Test]
    public void Segment_OfAllOthers_IsNoProblem()
    {
        var segments = Enumerable.Range(0, 9_999).ToDictionary(index => $"s{index}", index => new SegmentDefinition { Users = [$"u{index}"] });
        segments["all"] = new() { Segments = [.. segments.Keys] };

        using var evaluator = Create(WithRule(segments, ["all"]));

        Assert.That(evaluator.IsEnabled("f", new GrayContext("u9998")), Is.True);
    }

    private static FlagDocument Chain(int length, bool leafFirst)
    {
        var segments = Enumerable.Range(0, length).Select(index => KeyValuePair.Create(
            $"s{index}",
            index == length - 1 ? new SegmentDefinition { Users = ["u"] } : new SegmentDefinition { Segments = [$"s{index + 1}"] }));
        return WithRule(new Dictionary<string, SegmentDefinition>(leafFirst ? segments.Reverse() : segments), ["s0"]);
    }

    private static FlagDocument WithRule(Dictionary<string, SegmentDefinition> segments, string[] names) => new()
    {
        Segments = segments,
        Flags =
            new Dictionary<string, FlagDefinition> { ["f"] = new() { Rules = new Dictionary<string, RuleDefinition> { ["r"] = new() { Segments = names } } } },
    };

    private static IReadOnlyList<DocumentProblem> Problems(FlagDocument document, DocumentLimits limits) =>
        Assert.Throws<GrayDocumentException>(() => Create(document, limits).Dispose())!.Problems;

    private static GrayEvaluator Create(FlagDocument document, DocumentLimits? limits = null) => GrayEvaluator.Create(builder =>
    {
        builder.Limit(limits ?? DocumentLimits.Default);
        builder.AddProvider(new InMemoryRuleProvider(document));
    });
}
