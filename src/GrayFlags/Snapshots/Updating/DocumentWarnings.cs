using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Snapshots.Updating;

/// <summary>What is good in documents and probably not meant: shares below 1, regions that are no codes, flags that hide others.</summary>
internal static class DocumentWarnings
{
    private const int MaxListed = 20;

    /// <param name="document">The merged document.</param>
    /// <param name="isConfiguration">True for the names of sources that are configuration.</param>
    public static IReadOnlyList<string> Of(FlagDocument document, Func<string, bool> isConfiguration)
    {
        var warnings = new List<string>();
        var more = 0;
        foreach (var warning in All(document, isConfiguration))
        {
            if (warnings.Count < MaxListed)
            {
                warnings.Add(warning);
            }
            else
            {
                more++;
            }
        }

        if (more > 0)
        {
            warnings.Add(WarningText.More(more));
        }

        return warnings;
    }

    private static IEnumerable<string> All(FlagDocument document, Func<string, bool> isConfiguration)
    {
        var plain = new Dictionary<string, string>(document.Flags.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, flag) in document.Flags)
        {
            if (!plain.TryAdd(Plain(name), name))
            {
                yield return At(flag, $"flags.{LogSafeText.Escape(name)}", WarningText.NearlyTheName(plain[Plain(name)]));
            }

            foreach (var warning in Flag(name, flag))
            {
                yield return warning;
            }
        }

        foreach (var (name, segment) in document.Segments)
        {
            foreach (var warning in Regions(segment, segment.Regions, $"segments.{LogSafeText.Escape(name)}"))
            {
                yield return warning;
            }
        }

        foreach (var warning in Hidden(document, isConfiguration))
        {
            yield return warning;
        }
    }

    private static IEnumerable<string> Flag(string name, FlagDefinition flag)
    {
        foreach (var (ruleName, rule) in flag.Rules ?? new Dictionary<string, RuleDefinition>())
        {
            var path = $"flags.{LogSafeText.Escape(name)}.rules.{LogSafeText.Escape(ruleName)}";
            if (rule.Percentage is { IsBareNumber: true, Of: > 0m and < 1m and var of })
            {
                yield return At(rule.Percentage, path + ".percentage", WarningText.ShareBelowOne(of));
            }
            else if (rule.Percentage is { Ramp: not null } ramp && ramp.LargestOf() is > 0m and <= 1m and var largest)
            {
                yield return At(ramp, path + ".percentage.ramp", WarningText.EndsAtOnePercent(largest));
            }

            foreach (var warning in Regions(rule, rule.Regions, path))
            {
                yield return warning;
            }
        }

        var rollout = $"flags.{LogSafeText.Escape(name)}.rollout";
        if (flag.Rollout?.Stages is [.., { Percentage: > 0m and <= 1m and var last } stage])
        {
            yield return At(stage, rollout + ".stages", WarningText.EndsAtOnePercent(last));
        }
        else if (flag.Rollout?.Ramp is { To: > 0m and <= 1m and var to } ramp)
        {
            yield return At(ramp, rollout + ".ramp.to", WarningText.EndsAtOnePercent(to));
        }

        foreach (var warning in flag.Rollout?.Audience is { } audience ? Regions(audience, audience.Regions, rollout + ".audience") : [])
        {
            yield return warning;
        }
    }

    private static IEnumerable<string> Regions(Definition at, IReadOnlyList<string>? regions, string path) =>
        (regions ?? []).Select(region => (Region: region, Code: RegionNames.CodeOf(region))).Where(found => found.Code is not null)
            .Select(found => At(at, path + ".regions", WarningText.NoRegionCode(LogSafeText.Quote(found.Region), found.Code!)));

    // A file that hides what a variable says: the order of providers says so, but who sets the variable sees no effect.
    private static IEnumerable<string> Hidden(FlagDocument document, Func<string, bool> isConfiguration) =>
        (document.Overridden ?? new Dictionary<string, List<string>>())
            .SelectMany(flag => flag.Value.Where(isConfiguration).Select(lower => (Name: flag.Key, Lower: lower, Upper: document.Flags[flag.Key].Mark.Source)))
            .Where(hidden => hidden.Upper is not null && hidden.Upper != hidden.Lower)
            .GroupBy(hidden => (hidden.Lower, hidden.Upper), hidden => hidden.Name)
            .Select(group => WarningText.Hidden(group.Key.Lower, group.Key.Upper!, [.. group.Order(StringComparer.Ordinal)]));

    private static string At(Definition at, string path, string message) =>
        new DocumentProblem { Source = at.Mark.Source, Line = at.Mark.Line, Path = path, Message = message }.ToString();

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
