using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Tool.Validate.Lint;

/// <summary>Finds operators of one attribute that no value satisfies together.</summary>
internal static class ContradictingOperators
{
    /// <summary>The contradiction, as the rest of a sentence about the attribute; null when there is none.</summary>
    public static string? Of(AttributeDefinition operators) => Empty(operators) ?? Missing(operators) ?? Unequal(operators) ?? Range(operators);

    private static string? Empty(AttributeDefinition operators)
    {
        (string Name, IReadOnlyList<string>? List)[] lists =
        [
            ("in", operators.In), ("contains", operators.Contains), ("startsWith", operators.StartsWith), ("endsWith", operators.EndsWith),
            ("matches", operators.Matches), ("cidr", operators.Cidr),
        ];
        return Array.Find(lists, static list => list.List is []).Name is { } name ? $"has an empty list under '{name}'" : null;
    }

    private static string? Missing(AttributeDefinition operators)
    {
        var wantsValue = operators is { In: not null } or { Eq: not null } or { Gt: not null } or { Gte: not null } or { Lt: not null } or { Lte: not null }
            or { Contains: not null } or { StartsWith: not null } or { EndsWith: not null } or { Matches: not null } or { Before: not null }
            or { After: not null } or { Semver: not null } or { Cidr: not null } or { NewerThan: not null } or { OlderThan: not null };
        return operators.Exists == false && wantsValue ? "has to be absent and to have a value" : null;
    }

    private static string? Unequal(AttributeDefinition operators)
    {
        var comparer = operators.IgnoreCase == true ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var refused = new HashSet<string>(operators.NotIn ?? [], comparer);
        if (operators.Ne is { } ne)
        {
            refused.Add(ne);
        }

        if (operators.Eq is { } eq && refused.Contains(eq))
        {
            return $"has to be {LogSafeText.Quote(eq)} and not to be it";
        }

        return operators.In is { Count: > 0 } allowed && allowed.All(refused.Contains) ? "has to be in a list, each of which it must not be" : null;
    }

    private static string? Range(AttributeDefinition operators)
    {
        var above = Bound(operators.Gt, operators.Gte, static (left, right) => left > right);
        var below = Bound(operators.Lt, operators.Lte, static (left, right) => left < right);
        if (above is { } lower && below is { } upper && (lower.Value > upper.Value || (lower.Value == upper.Value && (lower.IsOpen || upper.IsOpen))))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"has to be {(lower.IsOpen ? "above" : "at least")} {lower.Value} and {(upper.IsOpen ? "below" : "at most")} {upper.Value}");
        }

        if (operators is { After: { } after, Before: { } before } && after >= before)
        {
            return "has to be after an instant and before an earlier one";
        }

        return operators is { OlderThan: { } older, NewerThan: { } newer } && older >= newer
            ? $"has to be {older} old or older, and newer than {newer}"
            : null;
    }

    // Instants may stand there, too; those are left alone.
    private static (decimal Value, bool IsOpen)? Bound(string? open, string? closed, Func<decimal, decimal, bool> isTighter)
    {
        var first = Number(open);
        var second = Number(closed);
        return first is { } left && (second is not { } right || isTighter(left, right) || left == right) ? (left, true)
            : second is { } value ? (value, false)
            : null;
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
