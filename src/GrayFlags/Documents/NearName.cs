namespace GrayFlags.Documents;

/// <summary>Finds the name that a misspelt one was probably meant to be.</summary>
internal static class NearName
{
    private const int MaxLength = 64;
    private const int MaxCandidates = 2_000;

    /// <summary>The candidate with the smallest edit distance, when that is at most 2 and less than half of the name.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        var least = Math.Min(2, (name.Length - 1) / 2) + 1;
        foreach (var candidate in candidates.Take(MaxCandidates))
        {
            if (Math.Abs(candidate.Length - name.Length) >= least)
            {
                continue;
            }

            var distance = Distance(name, candidate);
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, ignoring case.
    private static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1], last = new int[b.Length + 1], current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
