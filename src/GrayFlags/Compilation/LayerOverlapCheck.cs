using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Compilation;

/// <summary>
/// Finds ranges of one layer that overlap. A layer is a salt that rules name; a share in it whose place is given, by <c>from</c>, was put beside
/// others, so nothing may overlap it unless one of the two says so. Shares with neither a place begin at 0, all of them: the same subjects, on purpose.
/// </summary>
/// <remarks>The percentages of exceptions are left out: to keep off somebody else's range is what they are for.</remarks>
internal sealed class LayerOverlapCheck(ProblemList problems)
{
    private readonly Dictionary<(string By, string Salt), List<Share>> _layers = [];

    /// <summary>The bucketing unit, spelt in one way: the names of attributes tell case apart, the reserved words do not.</summary>
    public static string BucketingUnit(string? by) =>
        by?.ToUpperInvariant() is null or "USER" or "REGION" or "INSTANCE" or "REQUEST" ? by?.ToLowerInvariant() ?? "user" : by;

    public void Add(PercentageDefinition percentage, params ReadOnlySpan<string> rule)
    {
        if (percentage.Salt is not { } salt || percentage.Overlap == true || percentage.LargestOf() == 0m)
        {
            return;
        }

        var by = BucketingUnit(percentage.By);
        if (!_layers.TryGetValue((by, salt), out var shares))
        {
            shares = [];
            _layers.Add((by, salt), shares);
        }

        shares.Add(new(percentage, [.. rule]));
    }

    public void Check()
    {
        foreach (var ((_, salt), shares) in _layers)
        {
            if (shares.Count > 1 && shares.Exists(share => share.IsPlaced))
            {
                Check(shares, LogSafeText.Quote(salt));
            }
        }
    }

    // One problem for each share that overlaps one before it, not one for each of its pairs: there may be ten thousand.
    private void Check(List<Share> shares, string salt)
    {
        shares.Sort();
        Share? farthest = null, farthestPlaced = null;
        foreach (var share in shares)
        {
            var before = share.IsPlaced ? farthest : farthestPlaced;
            if (before is not null && before.End > share.Start && !problems.CountIfFull())
            {
                problems.Add(share.Definition, "", ProblemText.LayerOverlap(share.Range, salt, before.Range, before.Path), [.. share.Rule, "percentage"]);
            }

            farthest = farthest is null || share.End > farthest.End ? share : farthest;
            if (share.IsPlaced && (farthestPlaced is null || share.End > farthestPlaced.End))
            {
                farthestPlaced = share;
            }
        }
    }

    private sealed class Share(PercentageDefinition definition, string[] rule) : IComparable<Share>
    {
        public PercentageDefinition Definition => definition;

        public string[] Rule => rule;

        public bool IsPlaced => definition.From is not null;

        // Joined at most once: all shares of a layer may begin at one place.
        public string Path => field ??= DocumentPath.Join(rule);

        public decimal Start { get; } = definition.From ?? 0m;

        public decimal End { get; } = (definition.From ?? 0m) + definition.LargestOf();

        public string Range => string.Create(CultureInfo.InvariantCulture, $"{Start:0.###} to {End:0.###} percent");

        // By place, and then by name, so that the order in a file does not decide which of two is told.
        public int CompareTo(Share? other) => Start.CompareTo(other!.Start) is var order and not 0
            ? order
            : string.CompareOrdinal(Path, other.Path);
    }
}
