using System.Globalization;

namespace GrayFlags.Engines;

/// <summary>
/// Says which entry of a connection string cannot be read. Never a value; and a keyword only where it looks like one that there is, since a password with
/// an unquoted separator is cut into what looks like entries.
/// </summary>
internal static class EngineKeywords
{
    private const int MostMistakes = 2;
    private const int LeastLength = 4;

    /// <summary>The entry that is wrong, in words.</summary>
    /// <param name="entry">Its number, from 1.</param>
    /// <param name="keyword">Its keyword.</param>
    /// <param name="known">The keywords that there are.</param>
    public static string Problem(int entry, string keyword, IReadOnlyList<string> known)
    {
        var number = entry.ToString(CultureInfo.InvariantCulture);
        keyword = keyword.Trim();
        if (known.FirstOrDefault(name => string.Equals(name, keyword, StringComparison.OrdinalIgnoreCase)) is { } right)
        {
            return $"the value of its entry {number}, '{right}', cannot be read";
        }

        var near = keyword.Length < LeastLength ? null : known.FirstOrDefault(name => IsNear(name, keyword));
        return near is null ? $"its entry {number} has no known keyword" : $"its entry {number} has the keyword '{keyword}', where '{near}' is probably meant";
    }

    private static bool IsNear(string name, string keyword) =>
        Math.Abs(name.Length - keyword.Length) <= MostMistakes && Distance(name.ToUpperInvariant(), keyword.ToUpperInvariant()) <= MostMistakes;

    // Letters that are added, left out or others.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (left, diagonal) = (i, row[0]);
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], left) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j], left) = (row[j], cost, cost);
            }
        }

        return row[other.Length];
    }
}
