using GrayFlags.Documents;
using GrayFlags.Tests.Bucketing;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation.Reference;

[Category(FuzzSeeds.Category)]
public sealed class ReferenceEvaluatorTests
{
    private const int Documents = 5_000;
    private const int AskedEach = 4;

    private static IEnumerable<int> Seeds => FuzzSeeds.Of(1, 2);

    // 5,000 documents, 4 contexts and instants each, 5 flags each: 100,000 questions a seed. A failure is found
    // again by its seed and the number of its document.
    [TestCaseSource(nameof(Seeds))]
    public void Library_AndSecondOpinion_AgreeOnEverything(int seed)
    {
        var random = new RandomScenario(seed);
        var clock = new ManualTimeProvider();
        var provider = new InMemoryRuleProvider();
        using var evaluator = TestEvaluator.Create(provider, clock, options: options =>
        {
            options.EnvironmentName = RandomScenario.Environment;
            options.InstanceName = RandomScenario.Instance;

            // Random documents nest more than anybody writes.
            options.Limits = new DocumentLimits { MaxEvaluationCost = 1_000_000_000 };
        }, builder: builder => builder.AddConditions());
        var handles = RandomScenario.FlagNames.ToDictionary(flag => flag, evaluator.GetFlag);
        var met = new Dictionary<(DecisionReason, DecisionError), int>();

        for (var index = 0; index < Documents; index++)
        {
            var document = random.NextDocument();
            provider.Set(document);
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready), () => string.Join('\n', evaluator.Status.Problems));
            for (var asked = 0; asked < AskedEach; asked++)
            {
                var who = random.NextContext();
                var context = who.ToContext();
                var now = random.NextInstant();
                clock.SetUtc(now);
                var reference = new ReferenceEvaluator(document, who, now);
                foreach (var flag in RandomScenario.FlagNames)
                {
                    var decision = evaluator.Evaluate(flag, context);
                    var expected = reference.Evaluate(flag);
                    if (ReferenceDecision.Of(decision) != expected
                        || evaluator.IsEnabled(flag, context) != expected.Enabled
                        || handles[flag].IsEnabled(context) != expected.Enabled)
                    {
                        Assert.Fail($"document {index}, {flag}, {who}, {now:O}: {ReferenceDecision.Of(decision)} but {expected}\n{document.ToJson()}");
                    }

                    met[(expected.Reason, expected.Error)] = met.GetValueOrDefault((expected.Reason, expected.Error)) + 1;
                }
            }
        }

        // The world is small enough that every kind of answer is met often: at least 1,000 of 100,000 times.
        Assert.That(met.Keys, Is.EquivalentTo(new[]
        {
            (DecisionReason.TargetingMatch, DecisionError.None),
            (DecisionReason.Split, DecisionError.None),
            (DecisionReason.Default, DecisionError.None),
            (DecisionReason.Default, DecisionError.TargetingKeyMissing),
            (DecisionReason.Static, DecisionError.None),
            (DecisionReason.Disabled, DecisionError.None),
            (DecisionReason.Error, DecisionError.FlagNotFound),
        }));
        Assert.That(met.Values, Has.All.GreaterThan(1_000));
    }

    // The second opinion's hash against the golden vectors, so that two errors cannot agree.
    [Test]
    public void SecondOpinion_HasTheBucketsOfTheGoldenVectors()
    {
        Assert.Multiple(() =>
        {
            foreach (var vector in VectorFile.BucketVectors.GetProperty("bucket").EnumerateArray())
            {
                string id = vector.GetProperty("id").GetString()!, salt = vector.GetProperty("salt").GetString()!;
                Assert.That(ReferenceHash.Bucket(id, salt), Is.EqualTo(vector.GetProperty("bucket").GetInt32()), $"{salt} {id}");
            }
        });
    }
}
