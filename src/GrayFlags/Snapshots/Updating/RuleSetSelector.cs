using System.Numerics;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Chooses which of the newest documents go live together, since references are only checked after the merge.</summary>
/// <remarks>This is where documents are compiled, which may take long: never called with a lock held that a kill switch, a pin or the end of the program waits for.</remarks>
internal static class RuleSetSelector
{
    // Every combination of so many pending documents is tried; of more, only all of them and each alone.
    private const int MaxCombined = 3;

    /// <summary>The most pending documents that compile together with what serves; of equals, those that arrived first.</summary>
    public static RuleSetSelection Choose(IReadOnlyList<ProviderSlot> slots, SnapshotStore live, RuleSetOptions options)
    {
        var pending = slots.Where(slot => slot.IsPending).OrderBy(slot => slot.Arrival).ToList();
        IReadOnlyList<DocumentProblem> problems = [];
        var mayChange = false;
        foreach (var chosen in Combinations(pending))
        {
            var documents = slots.Select(slot => chosen.Contains(slot) ? slot.Newest : slot.Serving).ToList();
            var present = documents.OfType<FingerprintedDocument>().ToList();
            if (present.Count == 0)
            {
                return new RuleSetSelection(null, FlagDocument.Empty, "", documents, problems, mayChange);
            }

            var merged = DocumentMerge.Merge([.. present.Select(document => document.Document)]);
            var fingerprint = string.Join('\n', present.Select(document => document.Fingerprint));
            var result = RuleSetCompiler.Compile(merged, [], options, fingerprint);
            var objections = result.RuleSet is null ? [] : Objections(live, result.RuleSet);
            if (result.RuleSet is not null && objections.Count == 0)
            {
                return new RuleSetSelection(result.RuleSet, merged, fingerprint, documents, problems, mayChange);
            }

            mayChange |= objections.Count > 0;

            // The first try was all of the newest: its problems are what the author has to mend.
            problems = problems.Count > 0 ? problems : result.RuleSet is null ? result.Problems : objections;
        }

        return new RuleSetSelection(null, FlagDocument.Empty, "", [.. slots.Select(slot => slot.Serving)], problems, mayChange);
    }

    private static List<DocumentProblem> Objections(SnapshotStore live, RuleSet ruleSet) =>
        [.. live.Rollouts.Check(live.Current, ruleSet).Select(objection => new DocumentProblem { Path = $"flags.{LogSafeText.Escape(objection.Flag)}.rollout", Message = objection.Text })];

    private static IEnumerable<IReadOnlyList<ProviderSlot>> Combinations(List<ProviderSlot> pending)
    {
        if (pending.Count > MaxCombined)
        {
            return [pending, .. pending.Select(slot => new[] { slot }), []];
        }

        // Bit 0 is the earliest arrival: of two masks of one size, the smaller holds the earlier ones.
        return Enumerable.Range(0, 1 << pending.Count)
            .OrderByDescending(mask => BitOperations.PopCount((uint)mask)).ThenBy(mask => mask)
            .Select(mask => pending.Where((_, index) => (mask & (1 << index)) != 0).ToList());
    }
}
