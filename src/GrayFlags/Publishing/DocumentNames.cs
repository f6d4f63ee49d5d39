using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GrayFlags.Documents;

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

    /// <summary>The version of a document that follows the latest one in the store, and whatever instances know.</summary>
    /// <exception cref="InvalidDataException">The latest one has a number that no version can follow.</exception>
    public static long VersionAfter(string name, long latest, params IEnumerable<long> known) =>
        latest is < 0 or >= DocumentAge.MaxVersion
            ? throw new InvalidDataException(
                $"The latest version of the document '{name}' in the store has the number {latest.ToString(CultureInfo.InvariantCulture)}, which none can "
                    + "follow: somebody else has written it there. Remove that version from the store, and try again.")

            // An instance that says something impossible says nothing.
            : Math.Max(latest, known.Where(static version => version < DocumentAge.MaxVersion).DefaultIfEmpty().Max()) + 1;

    private static void ThrowIfNoText([NotNull] string? text, int longest, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (string.IsNullOrWhiteSpace(text) || text.Length > longest || text.Any(char.IsControl))
        {
            throw new ArgumentException($"{what} has 1 to {longest:N0} characters, and no control characters.", parameter);
        }
    }
}
