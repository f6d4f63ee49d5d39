using System.Numerics;
using GrayFlags.Documents;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Chooses which of the newest documents go live together, since references are only checked after the merge.</summary>
internal static class RuleSetSelector
{
    // Every combination of so many pending documents is tried; of more, only all of them and each alone.
    private const int MaxCombined = 5;

    /// <summary>The most pending documents that compile together with what serves; of equals, those that arrived first.</summary>
    public static RuleSetSelection Choose(IReadOnlyList<ProviderSlot> slots, SnapshotStore live, RuleSetOptions options)
    {
        var pending = slots.Where(slot => slot.IsPending).OrderBy(slot => slot.Arrival).ToList();
        IReadOnlyList<DocumentProblem> problems = [];
        foreach (var chosen in Combinations(pending))
        {
            var documents = slots.Select(slot => chosen.Contains(slot) ? slot.Newest : slot.Serving).Where(document => document is not null).ToList();
            var off = Union(slots.SelectMany(slot => chosen.Contains(slot) ? slot.OffOfNewest : slot.Off));
            if (documents.Count == 0)
            {
                return new RuleSetSelection(null, FlagDocument.Empty, "", off, chosen, problems, []);
            }

            var merged = DocumentMerge.Merge([.. documents.Select(document => document!.Document)]);
            var fingerprint = Fingerprint(documents!, off);
            var result = RuleSetCompiler.Compile(merged, off, options, fingerprint);
            var objections = result.RuleSet is null ? [] : Objections(live, result.RuleSet);
            if (result.RuleSet is not null && objections.Count == 0)
            {
                return new RuleSetSelection(result.RuleSet, merged, fingerprint, off, chosen, problems, result.Warnings);
            }

            // The first try was all of the newest: its problems are what the author has to mend.
            problems = problems.Count > 0 ? problems : result.RuleSet is null ? result.Problems : objections;
        }

        return new RuleSetSelection(null, FlagDocument.Empty, "", Union(slots.SelectMany(slot => slot.Off)), [], problems, []);
    }

    /// <summary>Kill switches taken together, in one order.</summary>
    public static IReadOnlyList<string> Union(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    private static List<DocumentProblem> Objections(SnapshotStore live, RuleSet ruleSet) =>
        [.. live.Rollouts.Check(live.Current, ruleSet).Select(objection => new DocumentProblem { Path = $"flags.{ShownText.Escape(objection.Flag)}.rollout", Message = objection.Text })];

    private static string Fingerprint(IEnumerable<FingerprintedDocument> documents, IReadOnlyCollection<string> off) =>
        DocumentFingerprint.Of(string.Join('\n', documents.Select(document => document.Fingerprint)) + "\noff\n" + string.Join('\n', off.Order(StringComparer.Ordinal)));

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
