using System.Globalization;

namespace GrayFlags.Providers.Configuration;

/// <summary>The messages about configuration in the status. Its keys and values are never shown: secrets live beside the rules.</summary>
internal static class ConfigText
{
    public const string NullRule =
        "the rule is null or { }, which configuration cannot tell apart; write { \"serve\": true } for a rule that matches everyone, or remove it";

    public const string NullList = "the list is null or { }, which configuration cannot tell apart; write [] for a list of nobody, or remove it";

    public const string Unsteady = "the configuration changed each time while it was read; the last good document keeps serving";

    public static string UnreadableKey(Type provider) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{provider.Name} has this key, but gives neither a value nor anything below it, so what was written is unknown; "
                + $"write an empty text for an empty list, or remove the key");

    public static string NullOrEmptyList(Type provider) =>
        Invariant($"{provider.Name} gives null, which may be a null or an empty list; write an empty text for a list of nobody, or remove the key");

    public static string Vanished(string place) =>
        Invariant($"{place} has vanished or turned empty; the last good document keeps serving (the option that allows an empty configuration lets it go)");

    public static string NoContent(string place, string? near) => near is null
        ? Invariant($"{place} has no content (the option AllowEmptyConfiguration lets it be empty)")
        : Invariant($"{place} has no content; did you mean '{near}'?");

    public static string LayerTurnedEmpty(string place, int layer, int count, Type provider) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"layer {layer} of {count} ({provider.Name}) held a part of {place} and has turned empty; the last good document keeps serving (the option that "
                + $"allows an empty configuration lets it go)");

    public static string Unreadable(Exception exception) => Invariant($"the configuration could not be read: {exception.GetType().Name}");

    public static string MayBeMergedByIndex(string place) =>
        Invariant($"lists of {place} may have been merged by index: pass a section of the application's IConfigurationRoot");

    public static string Place(string sectionPath) => sectionPath.Length == 0 ? "the configuration" : Invariant($"the section '{sectionPath}'");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
