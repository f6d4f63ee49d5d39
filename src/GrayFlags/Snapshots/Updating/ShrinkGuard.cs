using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The shrink guard: a document that is good in itself, but lost most of the flags, may be a mistake of its source.</summary>
internal static class ShrinkGuard
{
    // A document with so few flags has little to lose.
    private const int MinGuardedFlags = 4;

    /// <summary>Why a document is taken for a mistake of its source; null when it is not.</summary>
    public static string? ReasonToHold(FlagDocument serving, FlagDocument newest) =>
        serving.Flags.Count >= MinGuardedFlags && newest.Flags.Keys.Count(name => serving.Flags.ContainsKey(name)) * 2 < serving.Flags.Count
            ? string.Create(CultureInfo.InvariantCulture, $"it loses more than half of the {serving.Flags.Count} flags")
            : null;
}
