using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Rules.Counting;
using GrayFlags.Rules.Lookup;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Counting;

/// <summary>No count is lost or given to another flag, however many threads count.</summary>
[NonParallelizable]
public sealed class EvaluationCountsTests
{
    private const int Calls = 2_000;

    private static readonly string Json = """
        { "flags": {
            "on": true, "killed": { "enabled": false, "default": true }, "half": { "rules": { "r": { "percentage": 50 } } },
            "none": { "rules": { "r": { "percentage": 0, "serve": false } } },
            "ruled": { "rules": { "r": { "users": ["ana"] }, "s": { "percentage": 5, "regions": ["CN"], "serve": false } }, "default": true } } }
        """;

    [Test]
    public void EachCell_IsThatOfTheAnswerItCounts([Values("on", "killed", "half", "none", "ruled")] string name)
    {
        var flag = Compile().Find(name)!;

        for (var cell = 0; cell < EvaluationCounters.CountOf(flag); cell++)
        {
            var (enabled, reason, error) = EvaluationKind.Parts(EvaluationCounters.KindOf(flag, cell));

            Assert.That(EvaluationCounters.Of(flag, Decision(enabled, reason, error)), Is.EqualTo(cell), $"{enabled} {reason} {error}");
        }

        Assert.That(EvaluationCounters.Of(flag, Decision(true, DecisionReason.Override, DecisionError.None)), Is.EqualTo(-1));
        Assert.That(EvaluationCounters.Of(flag, Decision(true, DecisionReason.Error, DecisionError.TypeMismatch)), Is.EqualTo(-1));
    }

    [Test]
    public void EveryKindOfAnswer_IsToldApart()
    {
        var kinds = from enabled in new[] { false, true }
                    from reason in Enum.GetValues<DecisionReason>()
                    from error in Enum.GetValues<DecisionError>()
                    where (reason == DecisionReason.Error) == (error is not (DecisionError.None
                        or DecisionError.TargetingKeyMissing
                        or DecisionError.AttributeUnreadable))
                        && (error != DecisionError.TargetingKeyMissing || reason == DecisionReason.Default)
                    select (enabled, reason, error);

        foreach (var (enabled, reason, error) in kinds)
        {
            var kind = EvaluationKind.Of(enabled, reason, error);

            Assert.That(kind, Is.InRange(0, EvaluationKind.Count - 1));
            Assert.That(EvaluationKind.Parts(kind), Is.EqualTo((enabled, reason, error)));
        }
    }

    [Test]
    public void MoreThreadsThanLanes_LoseNoCount()
    {
        var table = Compile();
        var threads = StripedCounter.Count * 2;
        using var together = new Barrier(threads);

        Run(Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            Count(table);
        })));

        Assert.That(Sums(table), Is.EqualTo(Expected(threads)));
    }

    // Each thread may be given the lane of one that has ended.
    [Test]
    public void ThreadsOneAfterTheOther_LoseNoCount()
    {
        var table = Compile();
        var threads = StripedCounter.Count * 3;
        for (var number = 0; number < threads; number++)
        {
            Run([new Thread(() => Count(table))]);
            if (number % 8 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }

        Assert.That(Sums(table), Is.EqualTo(Expected(threads)));
    }

    private static FlagTable Compile() => RuleSetCompiler.Compile(FlagDocument.Parse(Json), [], new RuleSetOptions(), "f").RuleSet!.Flags;

    private static GrayDecision Decision(bool enabled, DecisionReason reason, DecisionError error) => new(enabled, null, reason, null, -1, "", error);

    private static void Run(IEnumerable<Thread> threads)
    {
        var started = threads.ToList();
        started.ForEach(thread => thread.Start());
        started.ForEach(thread => thread.Join());
    }

    private static void Count(FlagTable table)
    {
        for (var call = 0; call < Calls; call++)
        {
            foreach (var flag in table.All)
            {
                table.Counts.Count(flag.FirstCell);
            }

            table.Counts.Count(table.Find("half")!, Decision(true, DecisionReason.Split, DecisionError.None));
            table.Counts.Count(table.Find("on")!, Decision(false, DecisionReason.Override, DecisionError.None));
        }
    }

    private static Dictionary<string, long> Expected(int threads)
    {
        var calls = (long)threads * Calls;
        return new()
        {
            ["on True Static None"] = calls, ["on False Override None"] = calls, ["killed False Disabled None"] = calls, ["half False Default None"] = calls,
            ["half True Split None"] = calls, ["none False Default None"] = calls, ["ruled True Default None"] = calls,
        };
    }

    private static Dictionary<string, long> Sums(FlagTable table) => new EvaluationTotals().Read(table).ToDictionary(
        answer =>
            $"{answer.Flag.Name} {EvaluationKind.Parts(answer.Kind).Enabled} {EvaluationKind.Parts(answer.Kind).Reason} "
                + $"{EvaluationKind.Parts(answer.Kind).Error}", answer => answer.Count);
}
