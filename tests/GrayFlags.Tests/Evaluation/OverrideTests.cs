using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Answers of one's own, in one async flow and nowhere else.</summary>
[NonParallelizable]
public sealed class OverrideTests
{
    private const string Json = """
        { "version": 7, "off": ["killed"],
          "flags": { "f": false, "killed": true, "colour": { "default": "red", "variants": { "red": { "value": "#f00" }, "blue": { "value": "#00f" } } } } }
        """;

    private GrayEvaluator _evaluator = null!;

    [SetUp]
    public void SetUp() => _evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)));

    [TearDown]
    public void TearDown() => _evaluator.Dispose();

    [TestCase("f")]
    [TestCase("F")]
    [TestCase("killed")]
    [TestCase("not-yet-there")]
    public void Override_HoldsInTheScopeForEveryWayToAsk(string flag)
    {
        var (handle, snapshot) = (_evaluator.GetFlag("f"), _evaluator.CreateSnapshot());
        using (_evaluator.Override(flag, true))
        {
            var decision = _evaluator.Evaluate(flag, new GrayContext("u"));
            Assert.That(
                (_evaluator.IsEnabled(flag), snapshot.IsEnabled(flag), decision.Enabled, decision.Reason, decision.Variant),
                Is.EqualTo((true, true, true, DecisionReason.Override, (string?)null)));
            Assert.That(handle.IsEnabled(), Is.EqualTo(flag.Equals("f", StringComparison.OrdinalIgnoreCase)));
            Assert.That(decision.Version, Does.StartWith("7+"));
            Assert.That(_evaluator.GetValue(flag, "default"), Is.EqualTo("default"));
            Assert.That(_evaluator.Explain(flag).ToString(), Does.Contain("overrides this flag"));
        }

        Assert.That(
            (_evaluator.IsEnabled(flag), snapshot.IsEnabled(flag), handle.IsEnabled(), _evaluator.Evaluate(flag).Reason),
            Is.Not.EqualTo((true, true, true, DecisionReason.Override)));
    }

    [TestCase("blue", "#00f")]
    [TestCase("BLUE", "#00f")]
    [TestCase("green", "none")]
    public void Override_WithAVariant_GivesItsValue(string variant, string expected)
    {
        using var scope = _evaluator.Override("colour", variant);

        var value = _evaluator.GetValue("colour", GrayContext.Anonymous, "none", out var decision);

        Assert.That((value, decision.Enabled, decision.Variant, decision.Reason), Is.EqualTo((expected, true, variant, DecisionReason.Override)));
        Assert.That(_evaluator.GetFlag("colour").GetValue(null, "none"), Is.EqualTo(expected));
    }

    [Test]
    public void Override_Off_ServesNoVariant()
    {
        using var scope = _evaluator.Override("colour", false);

        Assert.That((_evaluator.IsEnabled("colour"), _evaluator.GetValue("colour", "none")), Is.EqualTo((false, "none")));
    }

    [Test]
    public void Overrides_Nested_TheInnerHoldsInWhicheverOrderTheyEnd()
    {
        var outer = _evaluator.Override("f", true);
        var inner = _evaluator.Override("f", false);
        var other = _evaluator.Override("g", true);
        Assert.That((_evaluator.IsEnabled("f"), _evaluator.IsEnabled("g")), Is.EqualTo((false, true)));

        inner.Dispose();
        inner.Dispose();
        Assert.That((_evaluator.IsEnabled("f"), _evaluator.IsEnabled("g")), Is.EqualTo((true, true)));

        outer.Dispose();
        Assert.That((_evaluator.IsEnabled("f"), _evaluator.IsEnabled("g")), Is.EqualTo((false, true)));

        other.Dispose();
        Assert.That(_evaluator.IsEnabled("g"), Is.False);
    }

    [Test]
    public async Task Flows_AtOnce_DoNotSeeEachOther()
    {
        using var together = new Barrier(2);

        var answers = await Task.WhenAll(Ask(true), Ask(false));

        Assert.That(answers, Is.EqualTo(new[] { true, false }));
        Assert.That(_evaluator.IsEnabled("f"), Is.False);

        Task<bool> Ask(bool enabled) => Task.Factory.StartNew(
            () =>
            {
                using var scope = _evaluator.Override("f", enabled);
                together.SignalAndWait();
                var answer = _evaluator.IsEnabled("f");
                together.SignalAndWait();
                return answer;
            },
            TaskCreationOptions.LongRunning);
    }

    [Test]
    public async Task Flow_StartedInside_SeesTheOverrideUntilItsScopeEnds()
    {
        var begun = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> inner;
        using (_evaluator.Override("f", true))
        {
            inner = Task.Run(async () =>
            {
                begun.SetResult(_evaluator.IsEnabled("f"));
                await ended.Task;
                return _evaluator.IsEnabled("f");
            });
            Assert.That(await begun.Task, Is.True);
        }

        ended.SetResult();
        Assert.That(await inner, Is.False);
    }

    [Test]
    public void Evaluators_TwoInOneProcess_HaveTheirOwn()
    {
        using var other = TestEvaluator.Create(Json);
        using var scope = _evaluator.Override("f", true);

        Assert.That((_evaluator.IsEnabled("f"), other.IsEnabled("f")), Is.EqualTo((true, false)));
    }

    [Test]
    public void Answer_WhileAndAfterAnOverride_AllocatesNothing()
    {
        var context = new GrayContext("u");
        using (_evaluator.Override("other", true))
        {
            Assert.That(Allocation.Least(10_000, _ => _evaluator.IsEnabled("f", context)), Is.Zero);
            Assert.That(Allocation.Least(10_000, _ => _evaluator.Evaluate("other", context)), Is.Zero);
        }

        Assert.That(Allocation.Least(10_000, _ => _evaluator.IsEnabled("f", context)), Is.Zero);
    }

    [Test]
    public void Override_WithoutAName_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => _evaluator.Override(null!, true));
        Assert.Throws<ArgumentException>(() => _evaluator.Override("", true));
        Assert.Throws<ArgumentException>(() => _evaluator.Override("f", ""));
    }
}
