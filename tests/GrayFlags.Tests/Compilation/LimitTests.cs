using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Compilation;

[Fault("D11")]
public sealed class LimitTests
{
    private static readonly DocumentLimits Small = new() { MaxFlags = 3, MaxSegments = 2, MaxListEntries = 4 };

    private static IEnumerable<TestCaseData> Beyond()
    {
        yield return new TestCaseData(Document(4, 1, 1), "flags", "4 flags are more than 3, the limit MaxFlags").SetArgDisplayNames("flags");
        yield return new TestCaseData(Document(1, 3, 1), "segments", "3 segments are more than 2, the limit MaxSegments").SetArgDisplayNames("segments");
        yield return new TestCaseData(Document(1, 1, 5), "segments.s0.users", "5 entries are more than 4, the limit MaxListEntries")
            .SetArgDisplayNames("entries");
        yield return new TestCaseData(
            new FlagDocument
            {
                Flags = new Dictionary<string, FlagDefinition>
                {
                    ["f"] = new() { Rules = new Dictionary<string, RuleDefinition> { ["r"] = new() { Regions = ["A", "B", "C", "D", "E"] } } },
                },
            },
            "flags.f.rules.r.regions",
            "5 entries are more than 4, the limit MaxListEntries").SetArgDisplayNames("regions");
        yield return new TestCaseData(
            new FlagDocument
            {
                Segments = new Dictionary<string, SegmentDefinition>
                {
                    ["s"] = new() { When = new Dictionary<string, AttributeDefinition> { ["a"] = new() { NotIn = ["1", "2", "3", "4", "5"] } } },
                },
            },
            "segments.s.when.a.notIn",
            "5 entries are more than 4, the limit MaxListEntries").SetArgDisplayNames("literals");
    }

    [Test]
    public void Document_AtTheLimits_IsTaken()
    {
        using var evaluator = Create(Document(3, 2, 4), Small);

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(3));
    }

    [TestCaseSource(nameof(Beyond))]
    public void Document_BeyondALimit_IsRefused_NamingIt(FlagDocument document, string path, string message)
    {
        var problem = Assert.Throws<GrayDocumentException>(() => Create(document, Small).Dispose())!.Problems.Single();

        Assert.That(problem.Path, Is.EqualTo(path));
        Assert.That(problem.Message, Is.EqualTo(message));
    }

    // DESIGN.md: 10,000 flags by default.
    [TestCase(10_000, true)]
    [TestCase(10_001, false)]
    public void Default_IsTenThousandFlags(int count, bool isGood)
    {
        var document = Document(count, 0, 0);

        Assert.That(() => Create(document, DocumentLimits.Default).Dispose(), isGood ? Throws.Nothing : Throws.TypeOf<GrayDocumentException>());
    }

    private static FlagDocument Document(int flags, int segments, int users) => new()
    {
        Flags = Enumerable.Range(0, flags).ToDictionary(index => $"f{index}", FlagDefinition (_) => true),
        Segments = Enumerable.Range(0, segments)
            .ToDictionary(index => $"s{index}", _ => new SegmentDefinition { Users = [.. Enumerable.Range(0, users).Select(index => $"u{index}")] }),
    };

    private static GrayEvaluator Create(FlagDocument document, DocumentLimits limits) => GrayEvaluator.Create(builder =>
    {
        builder.Limit(limits);
        builder.AddProvider(new InMemoryRuleProvider(document));
    });
}
