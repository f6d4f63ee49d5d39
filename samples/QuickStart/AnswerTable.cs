using GrayFlags;

namespace QuickStart;

/// <summary>Prints who gets what and why: at first every line, later those that changed.</summary>
internal sealed class AnswerTable(IGrayEvaluator evaluator)
{
    private readonly object _gate = new();
    private readonly HashSet<string> _printed = [];

    public void Print(GrayFlagsStatus status)
    {
        lock (_gate)
        {
            // A snapshot, so that no two lines speak of different rules.
            var lines = Lines(evaluator.CreateSnapshot());
            var news = lines.Where(line => !_printed.Contains(line)).ToList();
            _printed.Clear();
            _printed.UnionWith(lines);

            Console.WriteLine($"Rules {status.Version} ({status.State}){(news.Count == 0 ? ": no answer changed" : "")}");
            if (news.Count > 0)
            {
                Console.WriteLine(Line("user", "region", "flag", "answer", "reason", "rule", "bucket"));
                news.ForEach(Console.WriteLine);
            }

            Console.WriteLine();
        }
    }

    private static List<string> Lines(IGrayEvaluator evaluator)
    {
        var lines = new List<string>();
        foreach (var flag in Shop.Flags)
        {
            foreach (var visitor in Shop.Visitors)
            {
                lines.Add(Line(visitor, flag, evaluator.Evaluate(flag, visitor)));
            }
        }

        return lines;
    }

    private static string Line(GrayContext visitor, string flag, GrayDecision decision) => Line(
        visitor.UserId ?? "-",
        visitor.Region ?? "-",
        flag,
        (decision.Enabled ? "on" : "off") + (decision.Variant is null ? "" : $" '{decision.Variant}'"),
        decision.Error == DecisionError.None ? $"{decision.Reason}" : $"{decision.Reason}/{decision.Error}",
        decision.Rule ?? "-",
        decision.Bucket < 0 ? "-" : $"{decision.Bucket}");

    private static string Line(string user, string region, string flag, string answer, string reason, string rule, string bucket) =>
        $"  {user,-5} {region,-9} {flag,-13} {answer,-11} {reason,-28} {rule,-10} {bucket,6}";
}
