using System.Diagnostics.CodeAnalysis;

namespace GrayFlags.Publishing;

/// <summary>The names of documents in a store, and the texts that go with a change.</summary>
internal static class DocumentNames
{
    /// <summary>The ending that makes of a document's name that of its kill switch.</summary>
    public const string SwitchSuffix = ".off";

    /// <summary>The ending that makes of a document's name that of the usage of its flags.</summary>
    public const string UsageSuffix = ".usage";

    private const int LongestName = 200;
    private const int LongestReason = 2_000;

    public static string SwitchesOf(string document) => document + SwitchSuffix;

    public static string UsageOf(string document) => document + UsageSuffix;

    public static void ThrowIfNoName([NotNull] string? name, string parameter)
    {
        ThrowIfNoText(name, LongestName - UsageSuffix.Length, "The name of a document", parameter);
        if (name.EndsWith(SwitchSuffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"A name with the ending '{SwitchSuffix}' is that of a kill switch: IGrayRules.TurnOffAsync and TurnOnAsync write it.", parameter);
        }

        if (name.EndsWith(UsageSuffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"A name with the ending '{UsageSuffix}' is that of the usage of flags, which the library writes.", parameter);
        }
    }

    public static void ThrowIfNoChange([NotNull] DocumentChange? change, string parameter)
    {
        ArgumentNullException.ThrowIfNull(change, parameter);
        ThrowIfNoText(change.By, LongestName, "The author of a change", parameter);
        ThrowIfNoText(change.Reason, LongestReason, "The reason for a change", parameter);
        if (change.ExpectedVersion < 0)
        {
            throw new ArgumentException("The expected version is negative; 0 stands for a new document.", parameter);
        }
    }

    private static void ThrowIfNoText([NotNull] string? text, int longest, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (string.IsNullOrWhiteSpace(text) || text.Length > longest || text.Any(char.IsControl))
        {
            throw new ArgumentException($"{what} has 1 to {longest:N0} characters, and no control characters.", parameter);
        }
    }
}
