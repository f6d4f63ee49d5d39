using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The shrink guard: suspects a mistake of the source when a valid document loses most of the flags.</summary>
internal static class ShrinkGuard
{
    // A document with so few flags has little to lose.
    private const int MinGuardedFlags = 4;

    /// <summary>Returns the reason for holding a document back, or null.</summary>
    public static string? ReasonToHold(FlagDocument serving, FlagDocument newest) =>
        serving.Flags.Count >= MinGuardedFlags && newest.Flags.Keys.Count(name => serving.Flags.ContainsKey(name)) * 2 < serving.Flags.Count
            ? string.Create(CultureInfo.InvariantCulture, $"it loses more than half of the {serving.Flags.Count} flags")
            : null;
}
