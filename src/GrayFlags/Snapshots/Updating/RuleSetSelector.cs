using System.Numerics;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Chooses the newest documents that go live together, because references are checked only after the merge.</summary>
/// <remarks>
/// Documents are compiled here, which may take long: never call it under a lock that a kill switch, a pin or the end of the program waits for.
/// </remarks>
internal static class RuleSetSelector
{
    // The maximum number of pending documents for which every combination is tried; beyond it, only all of them and each alone.
    private const int MaxCombined = 3;

    /// <summary>Chooses the most pending documents that compile together with the live ones; of equal choices, the earliest arrivals win.</summary>
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

            // The first attempt was all of the newest: its problems are the ones for the author to fix.
            problems = problems.Count > 0 ? problems : result.RuleSet is null ? result.Problems : objections;
        }

        return new RuleSetSelection(null, FlagDocument.Empty, "", [.. slots.Select(slot => slot.Serving)], problems, mayChange);
    }

    /// <summary>The reasons for which a document would be refused in place of a provider's, beside those of the others that serve.</summary>
    public static IReadOnlyList<DocumentProblem> FindProblems(
        IReadOnlyList<ProviderSlot> slots, string provider, FlagDocument document, SnapshotStore live, RuleSetOptions options)
    {
        var compiled = RuleSetCompiler.Compile(DocumentMerge.Merge(Beside(slots, provider, document)), [], options, "");

        // Flags of a document that this process does not serve are not those that it serves under the same names.
        return compiled.RuleSet is { } alive && slots.Any(slot => slot.Name == provider) ? Objections(live, alive) : compiled.Problems;
    }

    /// <summary>The rules that a document would make in place of a provider's.</summary>
    /// <param name="slots">The providers.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="document">The document.</param>
    /// <param name="turnedOff">The flags that operators have turned off.</param>
    /// <param name="live">The rules that serve.</param>
    /// <param name="options">The surroundings of the rules.</param>
    public static RulesDraft Draft(
        IReadOnlyList<ProviderSlot> slots, string provider, FlagDocument document, IReadOnlyList<string> turnedOff, SnapshotStore live, RuleSetOptions options)
    {
        var documents = Beside(slots, provider, document);
        var merged = DocumentMerge.Merge(documents);
        var compiled = RuleSetCompiler.Compile(merged, [], options, "");
        if (compiled.RuleSet is not { } alive)
        {
            return new RulesDraft(compiled.Problems, merged, null);
        }

        if (Objections(live, alive) is { Count: > 0 } objections)
        {
            return new RulesDraft(objections, merged, null);
        }

        var rules = alive.With(documents.SelectMany(static each => each.Off).Concat(turnedOff), alive.Version);
        return new RulesDraft([], merged, new FlagSnapshot(rules, 0, live.Rollouts.Derive(live.Current, rules)));
    }

    private static List<FlagDocument> Beside(IReadOnlyList<ProviderSlot> slots, string provider, FlagDocument document) =>
        slots.Any(slot => slot.Name == provider)
            ? [.. slots.Select(slot => slot.Name == provider ? document : slot.Serving?.Document).OfType<FlagDocument>()]
            : [document];

    private static List<DocumentProblem> Objections(SnapshotStore live, RuleSet ruleSet) =>
        [.. live.Rollouts.Check(live.Current, ruleSet)
            .Select(objection => new DocumentProblem { Path = $"flags.{LogSafeText.Escape(objection.Flag)}.rollout", Message = objection.Text })];

    private static IEnumerable<IReadOnlyList<ProviderSlot>> Combinations(List<ProviderSlot> pending)
    {
        if (pending.Count > MaxCombined)
        {
            return [pending, .. pending.Select(slot => new[] { slot }), []];
        }

        // Bit 0 is the earliest arrival: of two masks of one size, the smaller contains the earlier ones.
        return Enumerable.Range(0, 1 << pending.Count)
            .OrderByDescending(mask => BitOperations.PopCount((uint)mask)).ThenBy(mask => mask)
            .Select(mask => pending.Where((_, index) => (mask & (1 << index)) != 0).ToList());
    }
}
