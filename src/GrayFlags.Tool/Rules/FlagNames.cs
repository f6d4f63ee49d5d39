using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rules;

/// <summary>Flags by the names that somebody typed.</summary>
internal static class FlagNames
{
    /// <summary>The flags as the document writes them; all of them when none are named.</summary>
    /// <exception cref="UsageException">There is no such flag.</exception>
    public static IReadOnlyList<string> Of(FlagDocument document, IReadOnlyList<string> typed)
    {
        if (document.Flags.Count == 0)
        {
            throw new UsageException("the document has no flags");
        }

        return typed.Count == 0 ? [.. document.Flags.Keys] : [.. typed.Select(name => Of(document, name)).Distinct(StringComparer.Ordinal)];
    }

    public static string Of(FlagDocument document, string typed) =>
        document.Flags.Keys.FirstOrDefault(name => string.Equals(name, typed, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"there is no flag '{typed}'{Near(typed, document.Flags.Keys)}");

    private static string Near(string typed, IEnumerable<string> names) => NearName.Find(typed, names) is { } near ? $"; did you mean '{near}'?" : "";
}
