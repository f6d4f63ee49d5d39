using System.Text;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Work;

/// <summary>What a document may make its reader and compiler allocate: as much as its size allows, whatever is in it.</summary>
[Fault("R1")]
[NonParallelizable]
public sealed class DocumentWorkTests
{
    // The most that any kind takes for each byte is about 45; a document of a few bytes has a little on top.
    private const long BytesAByte = 64;
    private const long Constant = 4 * 1024 * 1024;

    private static IEnumerable<TestCaseData> Kinds()
    {
        var near = Many(100, i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"segments\":[{Many(5, k => $"\"a-segment-of-custoners-numer-{i}-{k}\"")}]}}}}}}");
        yield return Kind("near names of unknown segments", $$"""
            { "segments": { {{Many(2_000, i => $"\"a-segment-of-customers-number-{i}\":{{\"users\":[\"u\"]}}")}} },
              "flags": { {{near}} } }
            """);
        yield return Kind("near names of unknown flags", $$"""
            { "flags": { {{Many(500, i => $"\"a-flag-number-{i}\":{{\"rules\":{{\"r\":{{\"requires\":[\"a-flag-numer-x{i}\",\"a-flag-numer-y{i}\"]}}}}}}")}} } }
            """);
        yield return Kind("near names of unknown variants", $$"""
            { "flags": { "f": { "variants": { {{Many(500, i => $"\"a-variant-{i}\":{{}}")}} },
                "rules": { {{Many(500, i => $"\"r{i}\":{{\"serve\":\"a-varriant-x{i}\"}}")}} } } } }
            """);
        yield return Kind("near names of flags that are off", $$"""
            { "off": [{{Many(300, i => $"\"a-flag-that-was-retired-{i}\"")}}], "flags": { {{Many(1_000, i => $"\"a-flag-that-was-retained-{i}\":true")}} } }
            """);
        yield return Kind("unknown fields", $$"""{ "flags": { "f": { "enabled": true, {{Many(20_000, i => $"\"fieldx{i}\":1")}} } } }""");
        yield return Kind("values of the wrong kind", $$"""{ "flags": { {{Many(20_000, i => $"\"f{i}\":{{\"enabled\":7}}")}} } }""");
        yield return Kind("names given twice", $$"""{ "flags": { {{Many(20_000, i => "\"f\":true")}} } }""");
        yield return Kind(
            "entries that are null",
            $$"""{ "flags": { "f": { "default": true, "rules": { {{Many(60_000, i => $"\"r{i}\":{(i % 2 == 0 ? "null" : "{}")}")}} } } } }""");
        yield return Kind(
            "shares of one layer",
            $$"""{ "flags": { "f": { "rules": { {{Many(5_000, i => $"\"a-rule-number-{i}\":{{\"percentage\":{{\"of\":1,\"from\":0,\"salt\":\"s\"}}}}")}}"""
                + """ } } } }""");
        var circles = Many(300, i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"requires\":[\"f{i + 1}\",{Many(i + 1, k => $"\"f{k}\"")}]}}}}}}");
        yield return Kind("circles of flags", $$"""
            { "flags": { "f300": true, {{circles}} } }
            """);
        yield return Kind("splits of many variants", $$"""
            { "flags": { "f": { "variants": { {{Many(1_000, i => $"\"v{i}\":{{\"weight\":1}}")}} },
                "rules": { {{Many(1_000, i => $"\"r{i}\":{{\"serve\":\"split\"}}")}} } } } }
            """);
        yield return Kind("points of a ramp", $$"""
            { "flags": { "f": { "rules": { "r": { "percentage": {
                "ramp": [{{Many(20_000, i => $"{{\"at\":\"2026-01-01T00:00:00.{i + 1:0000000}Z\",\"of\":1}}")}}] } } } } } }
            """);
        yield return Kind("regions that are none", $$"""{ "flags": { "f": { "rules": { "r": { "regions": [{{Many(50_000, i => "\"-\"")}}] } } } } }""");
        yield return Kind("empty objects in metadata", $$"""{ "metadata": [{{Many(100_000, i => "{}")}}], "flags": { "f": true } }""");
        yield return Kind(
            "days of a recurrence",
            $$"""{ "flags": { "f": { "rules": { "r": { "window": { "timeZone": "UTC", "days": [{{Many(50_000, i => "\"sat\"")}}] } } } } } }""");
        yield return Kind("small objects of 256 entries", $$"""
            { "flags": { {{Many(100, f => $"\"f{f}\":{{\"rules\":{{{Many(257, i => $"\"r{i}\":{{}}")}}}}}")}} } }
            """);
    }

    [TestCaseSource(nameof(Kinds))]
    public void Document_TakesNoMoreThanItsSizeAllows(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        Load("""{ "off": ["x"], "flags": { "f": { "rules": { "r": { "segments": ["s"], "regions": ["-"], "windou": 1 } } } } }"""u8.ToArray());

        var before = GC.GetAllocatedBytesForCurrentThread();
        Load(utf8);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(taken, Is.LessThan((BytesAByte * utf8.Length) + Constant), $"a document of {utf8.Length} bytes");
    }

    [Test]
    public void Off_OfManyUnknownNames_IsAPageOfWarnings()
    {
        using var evaluator = GrayEvaluator.FromJson($$"""{ "off": [{{Many(1_000, i => $"\"gone-{i:0000}\"")}}], "flags": { "f": true } }""");

        Assert.That(evaluator.Status.Warnings, Has.Count.EqualTo(101));
        Assert.That(evaluator.Status.Warnings[0], Is.EqualTo("off: there is no flag 'gone-0000'"));
        Assert.That(evaluator.Status.Warnings[^1], Is.EqualTo("off: 900 more names are those of no flags"));
    }

    [Test]
    public void Circles_BeyondTwenty_AreCounted()
    {
        var flags = Many(30, i => $"\"a{i}\":{{\"rules\":{{\"r\":{{\"requires\":[\"b{i}\"]}}}}}},\"b{i}\":{{\"rules\":{{\"r\":{{\"requires\":[\"a{i}\"]}}}}}}");

        var problems = Load(Encoding.UTF8.GetBytes($$"""{ "flags": { {{flags}} } }"""));

        Assert.That(problems, Has.Count.EqualTo(21));
        Assert.That(problems[0].Message, Is.EqualTo("the flags refer to each other in a circle: a0 -> b0 -> a0"));
        Assert.That(
            (problems[20].Path, problems[20].Message),
            Is.EqualTo(("flags.a29.rules.r.requires", "10 more circles of flags are not listed, the last of them here")));
    }

    // Twenty names, the rest as a number, and the last one, which closes the circle.
    [Test]
    public void Circle_OfMany_IsToldShort()
    {
        var flags = Many(1_000, i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"requires\":[\"f{(i + 1) % 1_000}\"]}}}}}}");

        var problem = Load(Encoding.UTF8.GetBytes($$"""{ "flags": { {{flags}} } }""")).Single();

        Assert.That(problem.Message, Does.Contain("f16 -> f17 -> … (981 more) -> f999 -> f0"));
    }

    internal static IReadOnlyList<DocumentProblem> Load(byte[] utf8)
    {
        var read = FlagDocument.Read(utf8);
        return read.Document is { } document ? RuleSetCompiler.Compile(document, [.. document.Off], new RuleSetOptions(), "").Problems : read.Problems;
    }

    internal static string Many(int count, Func<int, string> entry) => string.Join(',', Enumerable.Range(0, count).Select(entry));

    private static TestCaseData Kind(string name, string json) => new TestCaseData(json).SetArgDisplayNames(name);
}
