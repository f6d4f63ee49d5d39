using System.Numerics;

namespace GrayFlags.Documents.Problems;

/// <summary>Finds the name that a misspelt one was probably meant to be.</summary>
internal static class NearName
{
    private const int MaxLength = 64;
    private const int MaxCandidates = 2_000;
    private const int MaxDistance = 2;

    // The diagonal and two cells on either side: beyond them the distance is larger than is asked for.
    private const int Band = (2 * MaxDistance) + 1;

    /// <inheritdoc cref="Find(string, IEnumerable{string}, ref int)"/>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var characters = int.MaxValue;
        return Find(name, candidates, ref characters);
    }

    /// <summary>The candidate with the smallest edit distance, when that is at most 2 and less than half of the name.</summary>
    /// <param name="name">The misspelt name.</param>
    /// <param name="candidates">The names that it may have been meant to be.</param>
    /// <param name="characters">How many characters may still be compared. Shrinks; the search ends when nothing is left.</param>
    public static string? Find(string name, IEnumerable<string> candidates, ref int characters)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        Span<char> wanted = stackalloc char[MaxLength];
        Span<char> offered = stackalloc char[MaxLength + MaxDistance];
        wanted = wanted[..name.AsSpan().ToUpperInvariant(wanted)];
        var letters = LettersOf(wanted);
        string? nearest = null;
        var least = Math.Min(MaxDistance, (name.Length - 1) / 2) + 1;
        var left = MaxCandidates;
        foreach (var candidate in candidates)
        {
            if (left-- == 0 || --characters < 0)
            {
                break;
            }

            if (Math.Abs(candidate.Length - name.Length) >= least)
            {
                continue;
            }

            characters -= candidate.Length;
            var text = offered[..candidate.AsSpan().ToUpperInvariant(offered)];

            // An edit takes one letter out of the set, brings one in, or both.
            if (BitOperations.PopCount(letters ^ LettersOf(text)) > 2 * (least - 1))
            {
                continue;
            }

            var distance = Distance(wanted, text, least);
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static ulong LettersOf(ReadOnlySpan<char> text)
    {
        var letters = 0UL;
        foreach (var letter in text)
        {
            letters |= 1UL << (letter & 63);
        }

        return letters;
    }

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. Only cells near
    // the diagonal, and no further row once all of them reach the limit.
    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        Span<int> beforeLast = stackalloc int[Band + 2], last = stackalloc int[Band + 2], current = stackalloc int[Band + 2];
        beforeLast.Fill(limit);
        last.Fill(limit);
        current.Fill(limit);

        // Cell k of row i is the distance of a[..i] and b[..(i + k - 1 - MaxDistance)]; the cells at both ends stay out of reach.
        for (var j = 0; j <= Math.Min(MaxDistance, b.Length); j++)
        {
            last[j + 1 + MaxDistance] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var best = limit;
            for (var k = 1; k <= Band; k++)
            {
                var j = i + k - 1 - MaxDistance;
                var cell = limit;
                if (j == 0)
                {
                    cell = i;
                }
                else if (j > 0 && j <= b.Length)
                {
                    cell = Math.Min(Math.Min(current[k - 1], last[k + 1]) + 1, last[k] + (a[i - 1] == b[j - 1] ? 0 : 1));
                    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    {
                        cell = Math.Min(cell, beforeLast[k] + 1);
                    }
                }

                current[k] = Math.Min(cell, limit);
                best = Math.Min(best, current[k]);
            }

            if (best >= limit)
            {
                return limit;
            }

            var row = beforeLast;
            beforeLast = last;
            last = current;
            current = row;
        }

        return last[b.Length - a.Length + 1 + MaxDistance];
    }
}
