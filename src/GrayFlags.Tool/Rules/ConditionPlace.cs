using GrayFlags.Documents;

namespace GrayFlags.Tool.Rules;

/// <summary>An object of conditions in a document.</summary>
/// <param name="Path">Its path, as problems name it.</param>
/// <param name="Conditions">The conditions.</param>
/// <param name="Segment">The segment that it belongs to. Null: it belongs to a flag.</param>
internal readonly record struct ConditionPlace(string Path, MembershipDefinition Conditions, string? Segment)
{
    /// <summary>Every object of conditions of a document, also those nested in others.</summary>
    public static IEnumerable<ConditionPlace> In(FlagDocument document)
    {
        foreach (var (name, segment) in document.Segments)
        {
            var path = PathOf("segments", name);
            yield return new(path, segment, name);
            if (segment.Except is { } except)
            {
                yield return new(path + ".except", except, name);
            }
        }

        foreach (var (name, flag) in document.Flags)
        {
            foreach (var (path, conditions) in OfFlag(PathOf("flags", name), flag))
            {
                yield return new(path, conditions, null);
            }
        }
    }

    /// <summary>A path that names may be part of.</summary>
    public static string PathOf(params string[] steps) => Documents.Problems.DocumentPath.Join(steps);

    private static List<(string Path, ConditionsDefinition Conditions)> OfFlag(string path, FlagDefinition flag)
    {
        var all = new List<(string Path, ConditionsDefinition Conditions)>();
        foreach (var (name, rule) in flag.Rules ?? new Dictionary<string, RuleDefinition>())
        {
            var at = $"{path}.{PathOf("rules", name)}";
            Add(at, rule);
            Add($"{at}.except", rule.Except);
            AddAll($"{at}.allocation", rule.Allocation);
        }

        AddAll($"{path}.allocation", flag.Allocation);
        Add($"{path}.rollout.audience", flag.Rollout?.Audience);
        Add($"{path}.rollout.audience.except", flag.Rollout?.Audience?.Except);
        return all;

        void Add(string at, ConditionsDefinition? conditions)
        {
            if (conditions is not null)
            {
                all.Add((at, conditions));
                AddAll($"{at}.any", conditions.Any);
                AddAll($"{at}.all", conditions.All);
                Add($"{at}.not", conditions.Not);
            }
        }

        void AddAll(string at, IReadOnlyList<ConditionsDefinition>? list)
        {
            for (var index = 0; index < (list?.Count ?? 0); index++)
            {
                Add($"{at}[{index}]", list![index]);
            }
        }
    }
}
