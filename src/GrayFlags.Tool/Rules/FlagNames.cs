using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rules;

/// <summary>Flags by the names that somebody typed.</summary>
internal static class FlagNames
{
    private const int MaxNames = 10;

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
            ?? throw new UsageException(Unknown(typed, document));

    /// <summary>The sentence for a name that is no flag's, with names that are near or with those that there are.</summary>
    public static string Unknown(string name, FlagDocument document)
    {
        var names = document.Flags.Keys.Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return "the document has no flags";
        }

        List<string> near =
        [
            .. new[] { NearName.Find(name, names) }.OfType<string>()
                .Concat(names.Where(known => known.Contains(name, StringComparison.OrdinalIgnoreCase) || PlainNameComparer.Instance.Equals(known, name)))
                .Distinct()
                .Take(MaxNames),
        ];
        var quoted = LogSafeText.Quote(name);
        var more = names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "";
        return near.Count > 0
            ? $"there is no flag {quoted}; did you mean {string.Join(" or ", near.Select(static known => $"'{known}'"))}?"
            : $"there is no flag {quoted}; there are {string.Join(", ", names.Take(MaxNames))}{more}";
    }
}
