using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>Two readers evaluate while a third thread reloads: every answer comes from one rule set.</summary>
[NonParallelizable]
internal sealed class TornReadTests
{
    private const int Readers = 2;
    private const int ReadsEach = 5_000_000;
    private const int ReadsOfSeededBug = 2_000_000;

    [Test, Fault("T1")]
    public void Evaluate_WhileReloading_NoAnswerIsTorn()
    {
        var provider = new InMemoryRuleProvider(Document(0));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        // A decision names the rule set's version and the variant that this very version serves.
        var result = TornReadHarness.Run(
            Readers, ReadsEach, () => Generations(evaluator.Evaluate("f", GrayContext.Anonymous)), number => provider.Set(Document(number)));

        AssertClean(result);
    }

    [Test, Fault("T1")]
    public void Handle_WhileReloading_NoAnswerIsTorn()
    {
        var provider = new InMemoryRuleProvider(Document(0));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        var flag = evaluator.GetFlag("f");

        var result = TornReadHarness.Run(Readers, ReadsEach, () => Generations(flag.Evaluate(GrayContext.Anonymous)), number => provider.Set(Document(number)));

        AssertClean(result);
    }

    [Test, Fault("T3")]
    public void Snapshot_WhileReloading_TwoFlagsComeFromOneRuleSet()
    {
        var provider = new InMemoryRuleProvider(Document(0));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        var result = TornReadHarness.Run(Readers, ReadsEach / 5, () =>
        {
            var snapshot = evaluator.CreateSnapshot();
            return Generations(snapshot.Evaluate("f")) is var (first, _) && Generations(snapshot.Evaluate("g")) is var (second, _) ? (first, second) : null;
        }, number => provider.Set(Document(number)));

        AssertClean(result);
    }

    [Test]
    public void Harness_PublishInTwoSteps_IsReported()
    {
        // The bug that the tests above exist for: two fields that belong together, published one after the other.
        var seeded = new TwoFieldStore();

        var result = TornReadHarness.Run(Readers, ReadsOfSeededBug, seeded.Read, seeded.Publish);

        Assert.That(result.Torn, Is.Positive);
    }

    [Test]
    public void Harness_TableChangedInPlace_IsReported()
    {
        var seeded = new InPlaceStore();

        var result = TornReadHarness.Run(Readers, ReadsOfSeededBug, seeded.Read, seeded.Publish);

        Assert.That(result.Missing + result.Torn + result.Failures.Count, Is.Positive);
    }

    private static void AssertClean(TornReadHarness.Result result)
    {
        Assert.That(result.Failures, Is.Empty);
        Assert.That(result.Torn, Is.Zero);
        Assert.That(result.Missing, Is.Zero);
        Assert.That(result.Backwards, Is.Zero, "a generation went backwards");
        Assert.That(result.Published, Is.GreaterThanOrEqualTo(TornReadHarness.MinPublished), "too few reloads to prove anything");
    }

    private static FlagDocument Document(long number)
    {
        var name = "g" + number.ToString(CultureInfo.InvariantCulture);
        var flag = new FlagDefinition { Default = ServeDefinition.FromVariant(name), Variants = new Dictionary<string, VariantDefinition> { [name] = new() } };
        return new FlagDocument { Version = number, Flags = new Dictionary<string, FlagDefinition> { ["f"] = flag, ["g"] = flag } };
    }

    private static (long First, long Second)? Generations(GrayDecision decision)
    {
        var end = decision.Version.IndexOf('+', StringComparison.Ordinal);
        return end > 0 && decision.Variant is { } variant
            ? (Number(decision.Version.AsSpan(0, end)), Number(variant.AsSpan(1)))
            : null;
    }

    private static long Number(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed class TwoFieldStore
    {
        private long _first;
        private long _second;

        public (long First, long Second)? Read() => (Volatile.Read(ref _first), Volatile.Read(ref _second));

        public void Publish(long number)
        {
            Volatile.Write(ref _first, number);
            Thread.SpinWait(100);
            Volatile.Write(ref _second, number);
        }
    }

    private sealed class InPlaceStore
    {
        private readonly Dictionary<string, long> _table = new() { ["f"] = 0, ["g"] = 0 };

        public (long First, long Second)? Read() => _table.TryGetValue("f", out var first) && _table.TryGetValue("g", out var second) ? (first, second) : null;

        public void Publish(long number)
        {
            _table.Clear();
            Thread.SpinWait(100);
            _table["f"] = number;
            _table["g"] = number;
        }
    }
}
