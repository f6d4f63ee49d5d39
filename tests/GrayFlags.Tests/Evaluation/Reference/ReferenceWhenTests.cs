using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation.Reference;

public sealed class ReferenceWhenTests
{
    private const int Whens = 1_000;
    private const int Contexts = 100;

    // 1,000 whens, each asked by 100 contexts.
    [Test]
    public void Library_AndSecondOpinion_AgreeOnEveryWhen()
    {
        var random = new Random(20261202);
        var whens = Enumerable.Range(0, Whens).ToDictionary(index => $"f{index}", _ => RandomWhen.Next(random));
        var flags = whens.ToDictionary(
            when => when.Key,
            when => new FlagDefinition { Rules = new Dictionary<string, RuleDefinition> { ["r"] = new() { When = when.Value } } });
        using var evaluator = TestEvaluator.Create(new InMemoryRuleProvider(new FlagDocument { Flags = flags }), new ManualTimeProvider(RandomWhen.Now));
        var held = 0;

        for (var index = 0; index < Contexts; index++)
        {
            var who = new ReferenceContext(
                $"{RandomWhen.Value(random) as string}",
                index % 2 == 0 ? "CN" : null,
                RandomWhen.AttributeNames.Where(_ => random.Next(8) > 0).ToDictionary(name => name, _ => RandomWhen.Value(random)));
            var context = who.ToContext();
            foreach (var (name, when) in whens)
            {
                var expected = when.All(asked => ReferenceWhen.Holds(asked.Value, who.Value(asked.Key), RandomWhen.Now));
                if (evaluator.IsEnabled(name, context) != expected)
                {
                    Assert.Fail($"{who}: {!expected} but {expected}\n{evaluator.Explain(name, context)}");
                }

                held += expected ? 1 : 0;
            }
        }

        // Both verdicts are met often.
        Assert.That(held, Is.InRange(Whens * Contexts / 10, Whens * Contexts * 9 / 10));
    }
}
