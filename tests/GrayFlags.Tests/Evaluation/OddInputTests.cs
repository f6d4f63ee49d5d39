using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>FAULTS.md, section 6: what callers may pass on from the outside. Buckets by a few lines of Python, salt f.</summary>
[NonParallelizable]
public sealed class OddInputTests
{
    private const string Json =
        """{ "flags": { "f": { "rules": { "all": { "percentage": 100 }, "listed": { "priority": -1, "users": ["é", "\ufffd", "user-1"] } } } } }""";

    // Not as attributes: those are stored as UTF-8, which has no lone surrogates.
    private static IEnumerable<TestCaseData> LoneSurrogates()
    {
        yield return new TestCaseData("\ud800", 89878).SetArgDisplayNames("high surrogate");
        yield return new TestCaseData("\udfff", 89878).SetArgDisplayNames("low surrogate");
    }

    // Ordinal, no normalisation; unpaired surrogates hash as U+FFFD, so that two ids share a bucket, but they are in no list by that.
    [TestCase("\u00e9", -1, TestName = "{m}(NFC, listed)")]
    [TestCase("e\u0301", 84677, TestName = "{m}(NFD)")]
    [TestCase("user-1", -1)]
    [TestCase("User-1", 79982)]
    [TestCase("user-1 ", 59270, TestName = "{m}(trailing space)")]
    [TestCase("\ufffd", -1, TestName = "{m}(U+FFFD, listed)")]
    [TestCase("中文用户", 27854)]
    [TestCaseSource(nameof(LoneSurrogates))]
    [Fault("E6")]
    public void UserId_IsComparedAndHashedAsItIs(string user, int bucket)
    {
        using var evaluator = GrayEvaluator.FromJson(Json);

        Assert.That(evaluator.Evaluate("f", new GrayContext(user)).Bucket, Is.EqualTo(bucket));
    }

    [Test, Fault("E4")]
    public void UserId_OfOneMebibyte_IsHashedWhole_WithoutTheHeap()
    {
        using var evaluator = GrayEvaluator.FromJson(Json);
        var id = new string('x', 1 << 20);
        var contexts = Enumerable.Range(0, 30).Select(_ => new GrayContext(id)).ToArray();

        Assert.That(evaluator.Evaluate("f", contexts[0]).Bucket, Is.EqualTo(60117));
        Assert.That(evaluator.Evaluate("f", new GrayContext(id[..^1] + "y")).Bucket, Is.Not.EqualTo(60117), "the last character counts");

        // Each round asks contexts that were never asked; the least is what a call allocates.
        var allocated = contexts.Skip(1).Select(context =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            evaluator.IsEnabled("f", context);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.That(allocated.Min(), Is.Zero);
    }

    // Three million names, 298 fake seconds: a line each minute. What is retained afterwards is nothing; 256
    // KiB are allowed for what the runtime and other tests keep.
    [Test, Fault("E3")]
    public void UnknownNames_Millions_RetainNothing_AndLogOnceAMinute()
    {
        const long Slack = 256 * 1024;
        var log = new RecordingLoggerFactory();
        var clock = new ManualTimeProvider();
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), clock, log);
        Ask(0);

        // What something else begins to keep meanwhile, it keeps once; what a name leaves, each round leaves.
        var retained = Enumerable.Range(0, 3).Select(Round).ToList();

        Assert.That(retained.Min(), Is.LessThan(Slack), string.Join(", ", retained));
        var lines = log.Entries.Where(entry => entry.Level == LogLevel.Warning).ToList();
        Assert.That(lines, Has.Count.EqualTo(5));
        Assert.That(lines[1].Message, Does.Contain("'unknown-60-0'").And.Contain("599999 other calls"));

        long Round(int round)
        {
            const int seconds = 99;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var second = 1; second <= seconds; second++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                Ask((round * seconds) + second);
            }

            return GC.GetTotalMemory(forceFullCollection: true) - before;
        }

        void Ask(int second)
        {
            for (var index = 0; index < 10_000; index++)
            {
                evaluator.IsEnabled(string.Create(CultureInfo.InvariantCulture, $"unknown-{second}-{index}"), GrayContext.Anonymous);
            }
        }
    }

    // CWE-117: a name that a user typed cannot forge a line.
    [Test, Fault("E3")]
    public void UnknownName_WithLineBreaks_IsLoggedOnOneShortLine()
    {
        var log = new RecordingLoggerFactory();
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Empty), log: log);

        evaluator.IsEnabled("a\r\nINFO forged\u2028\u202e\0" + new string('x', 10_000), null);

        var line = log.Entries.Single(entry => entry.Level == LogLevel.Warning).Message;
        Assert.That(line, Does.Contain(@"'a\u{d}\u{a}INFO forged\u{2028}\u{202e}\u{0}xxx"));
        Assert.That(line, Has.Length.LessThan(400));
        Assert.That(line.Any(char.IsControl), Is.False);
    }
}
