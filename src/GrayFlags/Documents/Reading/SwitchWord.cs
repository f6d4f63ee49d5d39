namespace GrayFlags.Documents.Reading;

/// <summary>Words that people write for true and false.</summary>
internal static class SwitchWord
{
    private static readonly string[] On = ["true", "on", "yes", "enabled"];
    private static readonly string[] Off = ["false", "off", "no", "disabled"];

    /// <summary>The meaning of a word; null when it is not one of these.</summary>
    public static bool? Of(string? text) =>
        On.Contains(text, StringComparer.OrdinalIgnoreCase) ? true
        : Off.Contains(text, StringComparer.OrdinalIgnoreCase) ? false
        : null;
}
