using GrayFlags;

namespace QuickStart;

/// <summary>Prints who gets what and why.</summary>
internal static class AnswerTable
{
    /// <param name="evaluator">A snapshot, so that no two lines speak of different rules.</param>
    public static void Print(IGrayEvaluatorSnapshot evaluator)
    {
        Console.WriteLine(Line("user", "region", "flag", "answer", "reason", "rule", "bucket"));
        foreach (var flag in Shop.Flags)
        {
            var decisions = Shop.Visitors.Select(visitor => (Visitor: visitor, Decision: evaluator.Evaluate(flag, visitor))).ToList();
            var first = decisions[0].Decision;
            if (decisions.All(answer => (answer.Decision.Enabled, answer.Decision.Variant, answer.Decision.Rule) == (first.Enabled, first.Variant, first.Rule)))
            {
                Console.WriteLine(Line("all", "", flag, first));
                continue;
            }

            foreach (var (visitor, decision) in decisions)
            {
                Console.WriteLine(Line(Shop.NameOf(visitor), visitor.Region ?? "-", flag, decision));
            }
        }

        Console.WriteLine();
    }

    private static string Line(string user, string region, string flag, GrayDecision decision) => Line(
        user,
        region,
        flag,
        Shop.Answer(decision),
        decision.Error == DecisionError.None ? $"{decision.Reason}" : $"{decision.Reason}/{decision.Error}",
        decision.Rule ?? "-",
        decision.Bucket < 0 ? "-" : $"{decision.Bucket}");

    private static string Line(string user, string region, string flag, string answer, string reason, string rule, string bucket) =>
        $"  {user,-6} {region,-9} {flag,-13} {answer,-11} {reason,-28} {rule,-10} {bucket,6}";
}
