using GrayFlags.Tests.Evaluation.Reference;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 4: an explanation shows every rule and condition with its verdict, and cannot differ from the evaluation.</summary>
public sealed class ExplanationPropertyTests
{
    private const int Documents = 1_000;
    private const int AskedEach = 4;

    // 1,000 documents, 4 contexts and instants each, 5 flags each: 20,000 explanations.
    [Test]
    public void Explanation_AgreesWithTheEvaluation()
    {
        var random = new RandomScenario(7);
        var clock = new ManualTimeProvider();
        var provider = new InMemoryRuleProvider();
        using var evaluator = TestEvaluator.Create(provider, clock, options: options =>
        {
            options.EnvironmentName = RandomScenario.Environment;
            options.InstanceName = RandomScenario.Instance;
        }, builder: builder => builder.AddConditions());
        var deciding = 0;

        for (var index = 0; index < Documents; index++)
        {
            provider.Set(random.NextDocument());
            for (var asked = 0; asked < AskedEach; asked++)
            {
                var context = random.NextContext().ToContext();
                clock.SetUtc(random.NextInstant());
                foreach (var flag in RandomScenario.FlagNames)
                {
                    var explanation = evaluator.Explain(flag, context);
                    if (Fault(explanation, evaluator.Evaluate(flag, context)) is { } fault)
                    {
                        Assert.Fail($"document {index}, {clock.GetUtcNow():O}: {fault}\n{explanation}");
                    }

                    deciding += explanation.Rules.Count(rule => rule.Decides);
                }
            }
        }

        Assert.That(deciding, Is.GreaterThan(4_000), "rules decide often in this world");
    }

    private static string? Fault(GrayExplanation explanation, GrayDecision decision)
    {
        if (explanation.Decision != decision)
        {
            return $"explained as {explanation.Decision}, but evaluated as {decision}";
        }

        if (explanation.Rules.Any(rule => rule.Matches != (!rule.IsSwitchedOff && rule.Conditions.All(condition => condition.Holds))))
        {
            return "a rule matches when all its conditions hold";
        }

        if (explanation.Rules.SelectMany(rule => rule.Conditions).FirstOrDefault(condition => !IsExplainedByParts(condition)) is { } condition)
        {
            return $"the parts do not explain the whole: {condition}";
        }

        var isFixed = decision.Reason is DecisionReason.Disabled or DecisionReason.Static;
        var first = isFixed ? null : explanation.Rules.FirstOrDefault(rule => rule.Matches);
        var decides = explanation.Rules.Where(rule => rule.Decides).ToList();
        return first is null
            ? decides.Count == 0 && decision.Rule is null ? null : "no rule matches, so none decides"
            : decides.Count == 1 && decides[0] == first && decision.Rule == first.Name ? null : "the first rule that matches decides";
    }

    // except lets the rule match when none of its parts holds; a list of segments holds when one of them does.
    private static bool IsExplainedByParts(ConditionExplanation condition) => condition.Field switch
    {
        "except" => condition.Holds == !condition.Parts.Any(part => part.Holds),
        "segments" when condition.Parts.All(part => part.Field == "segment") => condition.Holds == condition.Parts.Any(part => part.Holds),
        "segments" => condition.Holds == IsIn(condition.Parts),
        "segment" => condition.Parts.Count > 0,
        "any" => condition.Holds == condition.Parts.Any(part => part.Holds),
        "all" => condition.Holds == condition.Parts.All(part => part.Holds),
        "not" => condition.Parts.Count == 1 && condition.Holds != condition.Parts[0].Holds,
        "when" => condition.Holds == condition.Parts.All(part => part.Holds),
        _ => condition.Parts.Count == 0,
    } && condition.Parts.All(IsExplainedByParts);

    // The only segment of a list is told in the list's own line: in users, or in all the others; and not in except.
    private static bool IsIn(IReadOnlyList<ConditionExplanation> parts)
    {
        var others = parts.Where(part => part.Field is not ("users" or "except")).ToList();
        var isMember = parts.Any(part => part is { Field: "users", Holds: true }) || (others.Count > 0 && others.All(part => part.Holds));
        return isMember && parts.All(part => part.Field != "except" || part.Holds);
    }
}
