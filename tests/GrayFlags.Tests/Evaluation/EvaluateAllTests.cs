using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>All answers at once: the same as one by one, without an exposure, and with nothing but the result allocated.</summary>
[NonParallelizable]
public sealed class EvaluateAllTests
{
    private const string Json = """
        { "off": ["killed"],
          "flags": {
            "zebra": { "clientSide": true, "default": true },
            "Alpha": { "clientSide": true, "rules": { "some": { "percentage": 50 } }, "owner": "shop" },
            "hidden": { "rules": { "some": { "percentage": 50 } } },
            "needs": { "clientSide": true, "rules": { "r": { "requires": ["hidden"] } } },
            "killed": { "clientSide": true, "default": true },
            "said-no": { "clientSide": false, "default": true },
            "short": true,
            "colour": { "clientSide": true, "default": "split",
                "variants": { "blue": { "weight": 1, "value": "#00f" }, "red": { "weight": 1, "value": "#f00" } } } } }
        """;

    [Test]
    public void Answers_AreThoseOfEvaluate_ByName()
    {
        using var flags = GrayEvaluator.FromJson(Json);
        foreach (var user in Enumerable.Range(0, 200).Select(number => new GrayContext($"u{number}")).Append(GrayContext.Anonymous))
        {
            var answers = flags.EvaluateAll(user, FlagSelection.All);

            string[] names = ["Alpha", "colour", "hidden", "killed", "needs", "said-no", "short", "zebra"];
            Assert.That(answers.Select(answer => answer.Flag), Is.EqualTo(names));
            Assert.That(answers.Select(answer => answer.Decision), Is.EqualTo(answers.Select(answer => flags.Evaluate(answer.Flag, user))));
            Assert.That(answers[1].Value?.GetString(), Is.EqualTo(flags.GetValue<string?>("colour", user, null)));
        }
    }

    [Test]
    public void ClientSide_LeavesOutAllOthers_AlsoWhatIsRequired()
    {
        using var flags = GrayEvaluator.FromJson(Json);
        var user = new GrayContext("u");

        var answers = flags.EvaluateAll(user, FlagSelection.ClientSide);

        Assert.That(answers.Select(answer => answer.Flag), Is.EqualTo(new[] { "Alpha", "colour", "killed", "needs", "zebra" }));
        Assert.That(answers[3].Decision, Is.EqualTo(flags.Evaluate("needs", user)));
        Assert.That(answers.Version, Is.EqualTo(flags.Status.Version));
    }

    [TestCase("hidden", FlagSelection.ClientSide, DecisionError.FlagNotFound)]
    [TestCase("nowhere", FlagSelection.ClientSide, DecisionError.FlagNotFound)]
    [TestCase("nowhere", FlagSelection.All, DecisionError.FlagNotFound)]
    [TestCase("hidden", FlagSelection.All, DecisionError.None)]
    [TestCase("alpha", FlagSelection.ClientSide, DecisionError.None)]
    public void Peek_OfAFlagThatMayNotBeSeen_IsThatOfNone(string flag, FlagSelection selection, DecisionError expected)
    {
        using var flags = GrayEvaluator.FromJson(Json);

        var answer = flags.Peek(flag, new GrayContext("u"), selection);

        Assert.That(answer.Decision.Error, Is.EqualTo(expected));
        Assert.That(answer.Owner, Is.EqualTo(flag == "alpha" ? "shop" : null));
    }

    [Test]
    public void Override_ShowsNoFlagThatMayNotBeSeen()
    {
        using var flags = GrayEvaluator.FromJson(Json);
        using var hidden = flags.Override("hidden", true);
        using var unknown = flags.Override("unknown", true);
        using var colour = flags.Override("colour", "red");

        Assert.That(flags.Peek("hidden", null, FlagSelection.ClientSide).Decision.Enabled, Is.False);
        Assert.That(flags.Peek("unknown", null, FlagSelection.ClientSide).Decision.Enabled, Is.False);
        Assert.That(flags.Peek("colour", null, FlagSelection.ClientSide).Value?.GetString(), Is.EqualTo("#f00"));
    }

    [Test]
    public void NoRules_NoAnswers()
    {
        using var flags = TestEvaluator.Create(new InMemoryRuleProvider());

        Assert.That(flags.EvaluateAll(null, FlagSelection.All), Is.Empty);
        Assert.That(flags.Peek("f", null, FlagSelection.All).Decision.Error, Is.EqualTo(DecisionError.NotReady));
    }

    // ROLLOUTS.md: only an exposure makes a unit count, and metrics count answers.
    [Test]
    public async Task Answers_AreNoExposures_AndAreCounted()
    {
        using var flags = TestEvaluator.Create(
            """
            { "flags": { "x": { "clientSide": true, "rollout": {
                "stages": [ { "name": "half", "percentage": 50, "hold": "100.00:00:00" }, { "name": "all", "percentage": 100 } ],
                "guards": { "errors": { "metric": "error" } } } } } }
            """,
            new ManualTimeProvider());
        await flags.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        var counted = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "grayflags.evaluations")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => counted += count);
        listener.Start();
        for (var number = 0; number < 100; number++)
        {
            flags.EvaluateAll(new GrayContext($"u{number}"), FlagSelection.ClientSide);
            flags.Peek("x", new GrayContext($"u{number}"), FlagSelection.ClientSide);
        }

        listener.RecordObservableInstruments();
        var status = flags.Rollouts.GetStatus("x")!;

        Assert.That((status.Canary, status.Control), Is.EqualTo((new RolloutCalls(0, 0, 0, 0, 0), new RolloutCalls(0, 0, 0, 0, 0))));
        Assert.That(counted, Is.GreaterThanOrEqualTo(200));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Call_AllocatesItsResultOnly(bool isPinned)
    {
        using var flags = GrayEvaluator.FromJson(Json);
        IGrayEvaluator asked = isPinned ? flags.CreateSnapshot() : flags;
        var user = new GrayContext("u");
        var count = asked.EvaluateAll(user, FlagSelection.ClientSide).Count;

        // Of the object (3 words and a reference each to version and array) and of the array.
        const int Headers = 64;

        var bytes = Allocation.Least(1_000, _ => asked.EvaluateAll(user, FlagSelection.ClientSide)) / 1_000;

        Assert.That(bytes, Is.InRange(1, Headers + (count * Unsafe.SizeOf<FlagAnswer>())));
    }
}
