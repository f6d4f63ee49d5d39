using System.Globalization;

namespace GrayFlags.Documents.Problems;

/// <summary>Every warning about a document that is good. Each says what to write when it is meant.</summary>
internal static class WarningText
{
    public static string ShareBelowOne(decimal of) => string.Create(
        CultureInfo.InvariantCulture,
        $"{of} is less than one percent, {of * 10_000m:0.###} of a million users; for {of * 100m:0.###} percent write {of * 100m:0.###} "
            + $"(where it is meant, {{ \"of\": {of}, \"by\": \"user\" }} says so)");

    public static string EndsAtOnePercent(decimal last) => Invariant(
        $"the share ends at {last}, which is {last * 10_000m:0.###} of a million users: shares are in percent, and everybody is 100");

    public static string NoRegionCode(string found, string code) => Invariant(
        $"{found} is no code of a region, such as CN or CN-GD, and matches contexts that say the same; did you mean '{code}'?");

    public static string NearlyTheName(string other) => Invariant(
        $"it is another flag than '{LogSafeText.Escape(other)}', whose name is nearly the same");

    public static string Hidden(string lower, string upper, IReadOnlyCollection<string> flags) => string.Create(
        CultureInfo.InvariantCulture,
        $"{LogSafeText.Source(upper)} overrides what {LogSafeText.Source(lower)} says of {LogSafeText.Names(flags)}: "
            + $"what is added later wins, also over variables of the environment");

    public static string More(int count) => Invariant($"{count} more oddities are not listed");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
