using System.Globalization;
using GrayFlags;

namespace QuickStart;

/// <summary>Says in words what an edit has changed: in the sources, for the visitors, and for a crowd of made-up users.</summary>
internal sealed class EditReport(IGrayEvaluator evaluator, Sources sources)
{
    private readonly Lock _gate = new();
    private IReadOnlyDictionary<string, string> _written = sources.Read();
    private IGrayEvaluatorSnapshot _before = evaluator.CreateSnapshot();

    public void Print(GrayFlagsStatus status)
    {
        lock (_gate)
        {
            var problems = status.Problems.ToList();
            if (problems.Count > 0)
            {
                Console.WriteLine("Refused, and the last good rules keep serving:");
                problems.ForEach(problem => Console.WriteLine($"  {problem}"));
                Console.WriteLine();
                return;
            }

            // The rules of before still answer, from the snapshot that was taken of them.
            var now = evaluator.CreateSnapshot();
            PrintEdits();
            foreach (var flag in Shop.Flags)
            {
                PrintAnswers(flag, now);
            }

            Console.WriteLine();
            _before = now;
        }
    }

    private void PrintEdits()
    {
        var written = sources.Read();
        foreach (var path in _written.Keys.Union(written.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            var (before, after) = (_written.GetValueOrDefault(path), written.GetValueOrDefault(path));
            if (before != after)
            {
                Console.WriteLine($"{path}: {before ?? "not there"} -> {after ?? "not there"}");
            }
        }

        _written = written;
    }

    private void PrintAnswers(string flag, IGrayEvaluatorSnapshot now)
    {
        var changed = Shop.Visitors
            .Select(visitor => (Name: Shop.NameOf(visitor), Before: _before.Evaluate(flag, visitor), After: now.Evaluate(flag, visitor)))
            .Where(answer => Shop.Answer(answer.Before) != Shop.Answer(answer.After))
            .ToList();
        var (had, have) = (Count(flag, _before), Count(flag, now));
        if (changed.Count == 0 && had == have)
        {
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {flag}: {changed.Count} of {Shop.Visitors.Length} answers change; of {Shop.Crowd.Length:N0} made-up users {had:N0} -> {have:N0}"));
        foreach (var (name, before, after) in changed)
        {
            Console.WriteLine($"    {name}: {Shop.Answer(before)} -> {after}");
        }
    }

    private static int Count(string flag, IGrayEvaluatorSnapshot rules) => Shop.Crowd.Count(user => rules.IsEnabled(flag, user));
}
