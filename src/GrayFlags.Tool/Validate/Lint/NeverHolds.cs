using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Tool.Validate.Lint;

/// <summary>Finds conditions that hold for nobody, whoever asks and whenever.</summary>
internal sealed class NeverHolds(SegmentMembers members, DateTimeOffset now)
{
    // No zone is farther behind UTC: a local time is surely over where it is over there.
    private static readonly TimeSpan FarthestBehind = TimeSpan.FromHours(12);

    /// <summary>The reason for which a rule can never match; null where it may.</summary>
    public string? Reason(RuleDefinition rule) =>
        Reason((ConditionsDefinition)rule) ?? (rule.Except is { } except ? Excepted(rule, except) : null);

    /// <summary>The reason for which nobody can be a member; null where somebody may.</summary>
    /// <param name="conditions">The conditions, all of which have to hold.</param>
    /// <param name="withUsers">False to leave out the users, who are members of a segment whatever else it says.</param>
    public string? Reason(MembershipDefinition conditions, bool withUsers)
    {
        if (withUsers && conditions.Users is [])
        {
            return "its list of users is empty";
        }

        if (conditions.Regions is [])
        {
            return "its list of regions is empty";
        }

        if (conditions.Segments is { } segments && segments.All(name => members.WhyNone(name) is not null))
        {
            return segments.Count == 0 ? "its list of segments is empty" : $"nobody can be in {LogSafeText.Names([.. segments])}";
        }

        foreach (var (name, operators) in conditions.When ?? new Dictionary<string, AttributeDefinition>())
        {
            if (ContradictingOperators.Of(operators) is { } contradiction)
            {
                return $"{LogSafeText.Quote(name)} {contradiction}";
            }
        }

        return null;
    }

    private string? Reason(ConditionsDefinition conditions)
    {
        if (Reason(conditions, withUsers: true) is { } reason)
        {
            return reason;
        }

        if (conditions.Environments is [] || conditions.Instances is [])
        {
            return conditions.Environments is [] ? "its list of environments is empty" : "its list of instances is empty";
        }

        if (conditions.Requires is { Count: 0 })
        {
            return "its list of required flags is empty";
        }

        return Over(conditions.Window) ?? Nested(conditions) ?? Disjoint(conditions);
    }

    private string? Over(WindowDefinition? window)
    {
        if (window?.End is { } end && end.DateTime.Ticks - (end.Offset ?? -FarthestBehind).Ticks <= now.UtcTicks)
        {
            return $"its window ended with {end}";
        }

        if (window?.Recurrence?.Until is { } until && until < DateOnly.MaxValue.AddDays(-2))
        {
            // The last interval begins on that day and may pass midnight.
            var over = new DateTimeOffset(until.AddDays(2).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + FarthestBehind;
            return over <= now ? $"its window returned until {until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} and no longer" : null;
        }

        return null;
    }

    private string? Nested(ConditionsDefinition conditions)
    {
        foreach (var part in conditions.All ?? [])
        {
            if (Reason(part) is { } reason)
            {
                return reason;
            }
        }

        return conditions.Any is { Count: > 0 } any && any.All(part => Reason(part) is not null) ? $"no object of 'any' can hold: {Reason(any[0])}" : null;
    }

    // A user has one id and is in one region: of two lists that have to hold together, both have to name it.
    private static string? Disjoint(ConditionsDefinition conditions)
    {
        List<ConditionsDefinition> parts = [conditions, .. conditions.All ?? []];
        var users = parts.Select(static part => part.Users).OfType<IReadOnlyList<string>>().ToList();
        if (users.Count > 1 && users.Skip(1).Aggregate(users[0].AsEnumerable(), static (left, right) => left.Intersect(right)).FirstOrDefault() is null)
        {
            return "no user is in all of its lists";
        }

        var regions = parts.Select(static part => part.Regions).OfType<IReadOnlyList<string>>().ToList();
        for (var index = 1; index < regions.Count; index++)
        {
            if (!regions[0].Any(left => regions[index].Any(right => IsWithin(left, right) || IsWithin(right, left))))
            {
                return "no region is in all of its lists";
            }
        }

        return null;
    }

    private static string? Excepted(ConditionsDefinition rule, ConditionsDefinition except)
    {
        if (rule.Users is { } users && except.Users is { } exceptUsers && !users.Except(exceptUsers).Any())
        {
            return "each of its users is excepted";
        }

        if (rule.Regions is { } regions && except.Regions is { } exceptRegions && regions.All(region => exceptRegions.Any(outer => IsWithin(region, outer))))
        {
            return "each of its regions is excepted";
        }

        return AreExcepted(rule.Segments, except.Segments) ? "each of its segments is excepted"
            : AreExcepted(rule.Environments, except.Environments) ? "each of its environments is excepted"
            : AreExcepted(rule.Instances, except.Instances) ? "each of its instances is excepted"
            : null;
    }

    private static bool AreExcepted(IReadOnlyList<string>? names, IReadOnlyList<string>? except) =>
        names is not null && except is not null && !names.Except(except, StringComparer.OrdinalIgnoreCase).Any();

    private static bool IsWithin(string region, string outer) =>
        region.StartsWith(outer, StringComparison.OrdinalIgnoreCase) && (region.Length == outer.Length || region[outer.Length] == '-');
}
