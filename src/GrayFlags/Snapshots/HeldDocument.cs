using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Snapshots;

/// <summary>The reasons to hold back a document that is good in itself.</summary>
internal static class HeldDocument
{
    // A document with so few flags has little to lose.
    private const int MinGuardedFlags = 4;

    /// <summary>Why a document is taken for a mistake of its source; null when it is not.</summary>
    public static string? ShrinkReason(FlagDocument serving, FlagDocument newest) =>
        serving.Flags.Count >= MinGuardedFlags && newest.Flags.Keys.Count(name => serving.Flags.ContainsKey(name)) * 2 < serving.Flags.Count
            ? string.Create(CultureInfo.InvariantCulture, $"it loses more than half of the {serving.Flags.Count} flags")
            : null;

    /// <summary>Why a document is older than the one that serves; null when it is not.</summary>
    public static string? OlderReason(FlagDocument serving, FlagDocument newest)
    {
        if (serving.Version is { } servingVersion && newest.Version is { } newestVersion)
        {
            return newestVersion < servingVersion
                ? string.Create(CultureInfo.InvariantCulture, $"its version {newestVersion} is older than {servingVersion}, which serves")
                : null;
        }

        return newest.IssuedAt < serving.IssuedAt
            ? string.Create(CultureInfo.InvariantCulture, $"it was issued at {newest.IssuedAt:O}, before the one that serves ({serving.IssuedAt:O})")
            : null;
    }
}
