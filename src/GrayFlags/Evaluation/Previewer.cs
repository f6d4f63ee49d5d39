using GrayFlags.Documents;
using GrayFlags.Snapshots;
using GrayFlags.Snapshots.Updating;

namespace GrayFlags.Evaluation;

/// <summary>Asks the live rules and those of a draft for the same contexts, and counts for how many they differ. Counts and reports nothing else.</summary>
internal sealed class Previewer(SnapshotStore store, RuleSetUpdater updater, RecentContexts? recents, TimeProvider clock)
{
    // Whoever edits waits for it.
    private const int MostDecisions = 4_000_000;

    // One decision may cost a thousand times as much as another, so that their number alone bounds nothing.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public RulesPreview Preview(string provider, FlagDocument draft, IReadOnlyList<GrayContext> otherwise, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (live, made) = (store.Current, updater.Draft(provider, draft));
        var before = updater.Published?.Document ?? FlagDocument.Empty;
        if (made.Snapshot is not { } next)
        {
            return new RulesPreview { Problems = made.Problems, Before = before, After = before };
        }

        var kept = recents?.All ?? [];
        var names = live.Flags.All.Concat(next.Flags.All).Select(static flag => flag.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var most = Math.Max(1, MostDecisions / Math.Max(1, 2 * names.Count));
        var contexts = (kept.Count > 0 ? kept : otherwise).Take(most).ToList();
        var comparison = new PreviewComparison(live, next, names, clock);
        var asked = comparison.Ask(contexts, Longest, cancellationToken);
        return new RulesPreview
        {
            Problems = [],
            Before = before,
            After = made.Merged,
            Contexts = asked,
            IsOfRecentContexts = kept.Count > 0,
            IsCutShort = asked < contexts.Count,
            Flips =
            [
                .. comparison.Flips
                    .Where(static flips => flips.Total > 0)
                    .OrderByDescending(static flips => flips.Total)
                    .ThenBy(static flips => flips.Flag, StringComparer.Ordinal),
            ],
        };
    }
}
