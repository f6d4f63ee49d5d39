using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Diff;

/// <summary>The flags of two documents side by side.</summary>
internal sealed class Comparison
{
    private readonly HashSet<string>[] _revalued;

    private Comparison(IReadOnlyList<string> names, FrozenRules before, FrozenRules after)
    {
        (Names, Before, After) = (names, before, after);
        Old = [.. names.Select(before.Find)];
        Now = [.. names.Select(after.Find)];
        _revalued = [.. names.Select((_, place) => Revalued(Old[place], Now[place]))];
    }

    /// <summary>The names of the flags of both.</summary>
    public IReadOnlyList<string> Names { get; }

    public FrozenRules Before { get; }

    public FrozenRules After { get; }

    public Flag?[] Old { get; }

    public Flag?[] Now { get; }

    public static Comparison Of(FlagDocument before, FlagDocument after, DateTimeOffset at, RuleSettings settings)
    {
        string[] names = [.. before.Flags.Keys.Concat(after.Flags.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new(names, FrozenRules.Of(before, at, settings), FrozenRules.Of(after, at, settings));
    }

    /// <summary>Returns the kind of change from one decision to another.</summary>
    public FlipKind KindOf(int flag, in GrayDecision before, in GrayDecision after)
    {
        if (before.Enabled != after.Enabled)
        {
            return after.Enabled ? FlipKind.On : FlipKind.Off;
        }

        return !string.Equals(before.Variant, after.Variant, StringComparison.OrdinalIgnoreCase) ? FlipKind.Variant
            : after.Variant is { } variant && _revalued[flag].Count > 0 && _revalued[flag].Contains(variant) ? FlipKind.Value
            : FlipKind.None;
    }

    private static HashSet<string> Revalued(Flag? before, Flag? after)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (before is null || after is null)
        {
            return names;
        }

        foreach (var variant in after.Variants.Values)
        {
            if (before.Variants.Values.FirstOrDefault(old => string.Equals(old.Name, variant.Name, StringComparison.OrdinalIgnoreCase)) is { } old
                && Text(old.Value) != Text(variant.Value))
            {
                names.Add(variant.Name);
            }
        }

        return names;
    }

    private static string? Text(JsonElement? value) => value?.GetRawText();
}
