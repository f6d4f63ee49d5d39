using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>What is asked for, and what comes back where there is no answer. DESIGN.md, sections 2 and 3.</summary>
public sealed class NameTests
{
    [TestCase("new-checkout", "on: Static")]
    [TestCase("NEW-CHECKOUT", "on: Static")]
    [TestCase("New-Checkout", "on: Static")]
    [TestCase("ärm", "off: Static")]
    [TestCase("ÄRM", "off: Static")]
    [TestCase("new_checkout", "off: Error/FlagNotFound")]
    [TestCase("new-checkout ", "off: Error/FlagNotFound")]
    [TestCase("new-checkout\0", "off: Error/FlagNotFound")]
    [TestCase("a\u0308rm", "off: Error/FlagNotFound", TestName = "{m}(not normalised)")]
    [TestCase("", "off: Error/FlagNotFound")]
    [TestCase(null, "off: Error/FlagNotFound")]
    [Fault("E1")]
    public void Name_IsLookedUpIgnoringCase_AndNothingElse(string? name, string decision)
    {
        using var evaluator = GrayEvaluator.FromJson("""{ "flags": { "new-checkout": true, "Ärm": false } }""");

        Assert.That(evaluator.Evaluate(name!, new GrayContext("u")).ToString(), Is.EqualTo(decision));
        Assert.That(evaluator.Explain(name!, null).Decision.ToString(), Is.EqualTo(decision));
        Assert.That(evaluator.Explain(name!).Summary, Is.Not.Empty);
    }

    [Test, Fault("E1")]
    public void Name_OfHalfASurrogatePair_IsUnknown()
    {
        using var evaluator = GrayEvaluator.FromJson("""{ "flags": { "f": true } }""");

        Assert.That(evaluator.Evaluate("\ud800", null).ToString(), Is.EqualTo("off: Error/FlagNotFound"));
    }

    // Null, empty and default values in every place where one may stand.
    [Test, Fault("E1")]
    public void Asking_NeverThrows(
        [Values(null, "", "f", "gone")] string? flag,
        [Values(null, "", "u")] string? user,
        [Values(null, "", "CN")] string? region,
        [Values] GrayValueKind kind,
        [Values] bool isNullContext)
    {
        using var evaluator = GrayEvaluator.FromJson("""
            { "segments": { "s": { "users": ["u"], "regions": ["CN"], "except": { "users": ["x"] } } },
              "flags": { "f": { "default": "v", "variants": { "v": { "value": 1 } }, "rules": {
                "a": { "segments": ["s"], "percentage": { "of": 1, "by": "x" } },
                "b": { "users": ["u"], "regions": ["SE"], "except": { "percentage": { "of": 50, "by": "region" } } } } } } }
            """);
        var context = isNullContext ? null : new GrayContext(user) { Region = region, ["x"] = Value(kind), [""] = default };

        foreach (var each in new IGrayEvaluator[] { evaluator, evaluator.CreateSnapshot() })
        {
            var decision = each.Evaluate(flag!, context);
            Assert.That(
                decision.Error,
                Is.EqualTo(flag == "f" ? DecisionError.None : DecisionError.FlagNotFound).Or.EqualTo(DecisionError.TargetingKeyMissing));
            Assert.That(each.IsEnabled(flag!, context), Is.EqualTo(decision.Enabled));
            Assert.That(each.GetFlag(flag!).Evaluate(context), Is.EqualTo(decision));
            Assert.That(each.GetValue(flag!, context, 5), Is.EqualTo(decision.Variant is null ? 5 : 1));
            Assert.That(each.Explain(flag!, context).ToString(), Is.Not.Empty);
        }
    }

    [Test, Fault("E1")]
    public void Default_OfADecision_IsOff()
    {
        var decision = default(GrayDecision);

        Assert.That(decision.Enabled, Is.False);
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.Error));
        Assert.That(decision.Bucket, Is.EqualTo(-1));
        Assert.That(decision.Version, Is.Empty);
        Assert.That(decision.ToString(), Is.EqualTo("off: Error"));
        Assert.That(default(GrayValue).ToString(), Is.Empty);
        Assert.That(GrayContext.Anonymous[null!].IsNone, Is.True);
    }

    [Test]
    public void Rules_NotLoadedYet_AreNotReady()
    {
        using var evaluator = GrayEvaluator.Create(_ => { });

        Assert.That(evaluator.Evaluate("f", null).ToString(), Is.EqualTo("off: Error/NotReady"));
        Assert.That(evaluator.Evaluate("f", null).Version, Is.Empty);
        Assert.That(evaluator.GetValue("f", null, 3), Is.EqualTo(3));
        Assert.That(evaluator.Explain("f", null).Summary, Does.StartWith("No rules have been loaded yet. "));
        Assert.That(evaluator.IsEnabled(null!, null), Is.False);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("gone")]
    public void UnknownFlag_IsLoggedOnce(string? name)
    {
        var log = new RecordingLoggerFactory();
        var clock = new ManualTimeProvider();
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Empty), clock, log);

        for (var minute = 0; minute < 5; minute++)
        {
            evaluator.IsEnabled(name!, null);
            evaluator.Evaluate(name!, null);
            evaluator.GetFlag(name!).IsEnabled(null);
            clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.That(log.Entries.Count(entry => entry.Level == LogLevel.Warning), Is.EqualTo(1));
    }

    [Test]
    public void UnknownFlag_WhereTheOptionsSayThrow_Throws()
    {
        using var evaluator = TestEvaluator.Create(
            new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }""")),
            options: options => options.ThrowOnUnknownFlag = true);

        var exception = Assert.Throws<UnknownFlagException>(() => evaluator.IsEnabled("gone", null))!;

        Assert.That(exception.Flag, Is.EqualTo("gone"));
        Assert.That(evaluator.IsEnabled("F", null), Is.True);
    }

    private static GrayValue Value(GrayValueKind kind) => kind switch
    {
        GrayValueKind.Text => "t",
        GrayValueKind.Number => 1.5,
        GrayValueKind.Boolean => true,
        GrayValueKind.DateTime => DateTimeOffset.MaxValue,
        GrayValueKind.List => new[] { "a", null! },
        _ => default,
    };
}
