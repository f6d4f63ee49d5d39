using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Finds what is valid in documents and probably not meant: shares below 1, regions that are no codes, flags that hide others.</summary>
/// <remarks>
/// Walks every flag of every new choice of documents, so that nothing is made, no path and no iterator, before there is something to warn of.
/// </remarks>
internal sealed class DocumentWarnings
{
    private const int MaxListed = 20;

    private readonly List<DocumentProblem> _listed = [];
    private readonly int _max;
    private int _more;

    private DocumentWarnings(int max) => _max = max;

    /// <param name="document">The merged document.</param>
    /// <param name="isConfiguration">True for the names of sources that are configuration.</param>
    /// <param name="max">How many are listed at most. Default: 20.</param>
    public static IReadOnlyList<DocumentProblem> Of(FlagDocument document, Func<string, bool> isConfiguration, int max = MaxListed)
    {
        var warnings = new DocumentWarnings(max);
        warnings.LookAt(document);
        warnings.LookForHidden(document, isConfiguration);
        if (warnings._more > 0)
        {
            warnings._listed.Add(new DocumentProblem { Path = "", Message = WarningText.More(warnings._more) });
        }

        return warnings._listed;
    }

    private void LookAt(FlagDocument document)
    {
        var names = new HashSet<string>(document.Flags.Count, PlainNameComparer.Instance);
        foreach (var (name, flag) in document.Flags)
        {
            if (!names.Add(name) && names.TryGetValue(name, out var other))
            {
                Add(flag, ["flags.", LogSafeText.Escape(name)], WarningText.NearlyTheName(other));
            }

            if (flag.Rules is { } rules)
            {
                foreach (var (ruleName, rule) in rules)
                {
                    LookAt(name, ruleName, rule);
                }
            }

            if (flag.Rollout is { } rollout)
            {
                LookAt(name, rollout);
            }
        }

        foreach (var (name, segment) in document.Segments)
        {
            LookAtRegions(segment, segment.Regions, "segments.", name, "", "");
        }
    }

    private void LookAt(string name, string ruleName, RuleDefinition rule)
    {
        if (rule.Percentage is { } percentage)
        {
            if (percentage is { IsBareNumber: true, Of: > 0m and < 1m and var of })
            {
                Add(percentage, Path(".percentage"), WarningText.ShareBelowOne(of));
            }
            else if (percentage.Ramp is not null && percentage.LargestOf() is > 0m and <= 1m and var largest)
            {
                Add(percentage, Path(".percentage.ramp"), WarningText.EndsAtOnePercent(largest));
            }
        }

        LookAtRegions(rule, rule.Regions, "flags.", name, ".rules.", ruleName);

        string[] Path(string field) => ["flags.", LogSafeText.Escape(name), ".rules.", LogSafeText.Escape(ruleName), field];
    }

    private void LookAt(string name, RolloutDefinition rollout)
    {
        if (rollout.Stages is [.., { Percentage: > 0m and <= 1m and var last } stage])
        {
            Add(stage, ["flags.", LogSafeText.Escape(name), ".rollout.stages"], WarningText.EndsAtOnePercent(last));
        }
        else if (rollout.Ramp is { To: > 0m and <= 1m and var to } ramp)
        {
            Add(ramp, ["flags.", LogSafeText.Escape(name), ".rollout.ramp.to"], WarningText.EndsAtOnePercent(to));
        }

        if (rollout.Audience is { } audience)
        {
            LookAtRegions(audience, audience.Regions, "flags.", name, ".rollout.audience", "");
        }
    }

    private void LookAtRegions(Definition at, IReadOnlyList<string>? regions, string kind, string name, string part, string partName)
    {
        for (var index = 0; index < (regions?.Count ?? 0); index++)
        {
            if (RegionNames.CodeOf(regions![index]) is { } code)
            {
                Add(
                    at,
                    [kind, LogSafeText.Escape(name), part, LogSafeText.Escape(partName), ".regions"],
                    WarningText.NoRegionCode(LogSafeText.Quote(regions[index]), code));
            }
        }
    }

    // A file that hides what a variable says: the order of providers says so, but who sets the variable sees no effect.
    private void LookForHidden(FlagDocument document, Func<string, bool> isConfiguration)
    {
        if (document.Overridden is not { Count: > 0 } overridden)
        {
            return;
        }

        var hidden = overridden
            .SelectMany(flag => flag.Value.Where(isConfiguration).Select(lower => (Name: flag.Key, Lower: lower, Upper: document.Flags[flag.Key].Mark.Source)))
            .Where(hidden => hidden.Upper is not null && hidden.Upper != hidden.Lower)
            .GroupBy(hidden => (hidden.Lower, hidden.Upper), hidden => hidden.Name);
        foreach (var group in hidden)
        {
            Add(new DocumentProblem { Path = "", Message = WarningText.Hidden(group.Key.Lower, group.Key.Upper!, [.. group.Order(StringComparer.Ordinal)]) });
        }
    }

    private void Add(Definition at, string[] path, string message) => Add(new DocumentProblem
    {
        Source = at.Mark.Source,
        Line = at.Mark.Position.LineOrNull,
        Column = at.Mark.Position.ColumnOrNull,
        Path = string.Concat(path),
        Message = message,
    });

    private void Add(DocumentProblem warning)
    {
        if (_listed.Count < _max)
        {
            _listed.Add(warning);
        }
        else
        {
            _more++;
        }
    }
}
