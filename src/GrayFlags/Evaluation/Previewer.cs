using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Snapshots;
using GrayFlags.Snapshots.Updating;

namespace GrayFlags.Evaluation;

/// <summary>Asks the live rules and those of a draft for the same contexts, and counts for how many they differ. Counts and reports nothing else.</summary>
internal sealed class Previewer(SnapshotStore store, RuleSetUpdater updater, RecentContexts? recents, TimeProvider clock)
{
    // A second or two of one core: whoever edits waits for it.
    private const int MostDecisions = 4_000_000;

    public RulesPreview Preview(string provider, FlagDocument draft, IReadOnlyList<GrayContext> otherwise)
    {
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
        var asking = new Asking(clock);
        return new RulesPreview
        {
            Problems = [],
            Before = before,
            After = made.Merged,
            Contexts = contexts.Count,
            IsOfRecentContexts = kept.Count > 0,
            Flips =
            [
                .. names.Select(name => asking.Compare(name, live, next, contexts))
                    .Where(static flips => flips.Total > 0)
                    .OrderByDescending(static flips => flips.Total)
                    .ThenBy(static flips => flips.Flag, StringComparer.Ordinal),
            ],
        };
    }

    private sealed class Asking : IRequiredFlags
    {
        private readonly FrameServices _services;
        private readonly long _nowTicks;

        public Asking(TimeProvider clock)
        {
            _nowTicks = clock.GetUtcNow().UtcTicks;
            _services = new FrameServices(clock, new RequestRandom(0), this);
        }

        public FlagFlips Compare(string name, FlagSnapshot before, FlagSnapshot after, List<GrayContext> contexts)
        {
            var (old, now) = (before.Flags.Find(name), after.Flags.Find(name));
            var (on, off, variant, value) = (0, 0, 0, 0);
            for (var place = 0; place < contexts.Count; place++)
            {
                // The same draw for both: what only chance decides is no change.
                var request = (ulong)place + 1;
                var (was, variantBefore) = Decide(old, before, contexts[place], request);
                var (isOn, variantAfter) = Decide(now, after, contexts[place], request);
                _ = was != isOn ? isOn ? on++ : off++
                    : !string.Equals(variantBefore?.Name, variantAfter?.Name, StringComparison.OrdinalIgnoreCase) ? variant++
                    : Text(variantBefore?.Value) != Text(variantAfter?.Value) ? value++
                    : 0;
            }

            return new FlagFlips(now?.Name ?? name, on, off, variant, value);
        }

        private (bool IsOn, Variant? Variant) Decide(Flag? flag, FlagSnapshot snapshot, GrayContext context, ulong request)
        {
            if (flag is null)
            {
                return (false, null);
            }

            EvaluationFrame.Make(out var frame, context, snapshot.Flags.ByPlace, snapshot.Admissions, _services, _nowTicks, request);
            var verdict = Precedence.DecideByDocument(flag, ref frame);
            var variant = verdict.Serve.Variant(ref frame);
            return (verdict.ToDecision(variant, "", ref frame).Enabled, variant);
        }

        private static string? Text(JsonElement? value) => value?.GetRawText();

        Serve IRequiredFlags.ServeOf(Flag flag, ref EvaluationFrame frame, out bool isOverridden)
        {
            isOverridden = false;
            return Precedence.DecideByDocument(flag, ref frame).Serve;
        }
    }
}
