using GrayFlags.Documents;
using GrayFlags.Rules;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3, <c>by</c>: a fresh draw at each call, remembered by snapshots; and the instance's own name.</summary>
public sealed class RequestTests
{
    private const int Calls = 10_000;

    private const string Json = """
        { "flags": {
            "third": { "rules": { "r": { "percentage": { "of": 33, "by": "request" } } } },
            "layer": { "variants": { "a": { }, "b": { } }, "rules": {
                "a": { "percentage": { "of": 50, "by": "Request" }, "serve": "a" },
                "b": { "percentage": { "of": 50, "from": 50, "by": "request" }, "serve": "b" } } },
            "split": { "variants": { "a": { "weight": 1 }, "b": { "weight": 3 } },
                "rules": { "r": { "percentage": { "of": 100, "by": "request" }, "serve": "split" } } } } }
        """;

    // Four standard deviations of the binomial; the seed fixes the draws, so the test passes always or never.
    [Test]
    public void Share_OfCalls_IsAsLargeAsItSays([Values(1, 2, -7)] int seed)
    {
        using var evaluator = Create(seed);

        Assert.That(Enumerable.Range(0, Calls).Count(_ => evaluator.IsEnabled("third")), Is.EqualTo(3_300).Within(189));
        Assert.That(Enumerable.Range(0, Calls).Count(_ => evaluator.Evaluate("split").Variant == "a"), Is.EqualTo(2_500).Within(174));
    }

    // One draw for a call: who is not in the first half is in the second.
    [Test]
    public void Rules_OfOneCall_SeeOneDraw()
    {
        using var evaluator = Create(seed: null);

        var decisions = Enumerable.Range(0, Calls).Select(_ => evaluator.Evaluate("layer")).ToList();

        Assert.That(decisions.Select(decision => decision.Variant), Is.EqualTo(decisions.Select(decision => decision.Bucket < 50_000 ? "a" : "b")));
        Assert.That(decisions.Select(decision => decision.Bucket).Distinct().Count(), Is.GreaterThan(Calls / 2), "draws differ");
    }

    [Test]
    public void Seed_FixesTheDraws()
    {
        using GrayEvaluator one = Create(7), same = Create(7), other = Create(8);
        static int[] Buckets(GrayEvaluator evaluator) => [.. Enumerable.Range(0, 100).Select(_ => evaluator.Evaluate("layer").Bucket)];

        var buckets = Buckets(one);

        Assert.That(Buckets(same), Is.EqualTo(buckets));
        Assert.That(Buckets(other), Is.Not.EqualTo(buckets));
    }

    [Test]
    public void Snapshot_RemembersItsDraw_AndFlagsStayIndependent()
    {
        using var evaluator = Create(3);
        var snapshots = Enumerable.Range(0, Calls).Select(_ => evaluator.CreateSnapshot()).ToList();

        var answers = snapshots.ConvertAll(snapshot => (Third: snapshot.IsEnabled("third"), Layer: snapshot.Evaluate("layer")));

        Assert.That(
            snapshots.Zip(answers)
                .All(pair => pair.First.IsEnabled("third") == pair.Second.Third && pair.First.GetFlag("layer").Evaluate(null) == pair.Second.Layer),
            Is.True);
        Assert.That(snapshots.Zip(answers).All(pair => pair.First.Explain("layer").Decision == pair.Second.Layer), Is.True);
        Assert.That(answers.Count(answer => answer.Third && answer.Layer.Variant == "a"), Is.EqualTo(1_650).Within(149)); // 33 % of a half
    }

    [Test]
    public void Explanation_OfACall_IsOfOneDraw()
    {
        using var evaluator = Create(seed: null);

        for (var call = 0; call < 100; call++)
        {
            var explanation = evaluator.Explain("layer");
            Assert.That(explanation.Rules.Single(rule => rule.Decides).Conditions.Single().Seen, Is.EqualTo($"bucket {explanation.Decision.Bucket}"));
            Assert.That(explanation.Rules.Count(rule => rule.Matches), Is.EqualTo(1));
        }
    }

    [Test]
    public void Draws_OfSeveralThreads_AllDiffer([Values(null, 5)] int? seed)
    {
        const int Each = 20_000;
        var draws = new RequestRandom(seed);
        var drawn = new ulong[4 * Each];
        var threads = Enumerable.Range(0, 4).Select(index => new Thread(() =>
        {
            for (var call = 0; call < Each; call++)
            {
                drawn[(index * Each) + call] = draws.Next();
            }
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        // 80,000 of 2^63: two that are equal by chance are one in three billion runs.
        Assert.That(drawn.Distinct().Count(), Is.EqualTo(drawn.Length));
        Assert.That(drawn, Has.None.EqualTo(0UL));
    }

    // Bucket of pod-1 under the salt f: as any id's, whoever asks.
    [TestCase("pod-1")]
    [TestCase("pod-2")]
    public void Instance_IsTheSubject_WhoeverAsks(string instance)
    {
        var document = FlagDocument.Parse("""{ "flags": { "f": { "rules": { "r": { "percentage": { "of": 100, "by": "INSTANCE" } } } } } }""");
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(document), options: options => options.InstanceName = instance);
        var bucket = Reference.ReferenceHash.Bucket(instance, "f");

        Assert.That(evaluator.Evaluate("f", GrayContext.Anonymous).Bucket, Is.EqualTo(bucket));
        Assert.That(evaluator.Evaluate("f", new GrayContext("u") { ["instance"] = "x" }).Bucket, Is.EqualTo(bucket));
        Assert.That(evaluator.Explain("f", null).ToString(), Does.Contain($"by instance '{instance}', salt 'f'"));
    }

    private static GrayEvaluator Create(int? seed) =>
        TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(Json)), options: options => options.RequestSeed = seed);
}
