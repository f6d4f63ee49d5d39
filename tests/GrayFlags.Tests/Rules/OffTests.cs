using NUnit.Framework;

namespace GrayFlags.Tests.Rules;

public sealed class OffTests
{
    [Test]
    public void Off_UnknownFlag_IsAWarning_WithTheNearName()
    {
        using var evaluator = GrayEvaluator.FromJson("""{ "off": ["new-chekout", "zzz", "b"], "flags": { "new-checkout": true, "b": true } }""");

        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(evaluator.Status.Warnings, Is.EqualTo(new[]
        {
            "off: there is no flag 'new-chekout'; did you mean 'new-checkout'?",
            "off: there is no flag 'zzz'",
        }));
        Assert.That(evaluator.IsEnabled("new-checkout", null), Is.True);
    }

    [TestCase("\"off\": [\"A\"]")]
    [TestCase("\"off\": \"x, a\"")]
    [TestCase("\"off\": [\"a\", \"a\"]")]
    public void Off_NameOfAFlag_IgnoresCase(string off)
    {
        using var evaluator = GrayEvaluator.FromJson($$"""{ {{off}}, "flags": { "a": true, "x": true } }""");

        Assert.That(evaluator.Evaluate("a", null).Reason, Is.EqualTo(DecisionReason.Disabled));
        Assert.That(evaluator.Status.Warnings, Is.Empty);
    }
}
