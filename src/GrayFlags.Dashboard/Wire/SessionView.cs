using GrayFlags.Dashboard.Access;

namespace GrayFlags.Dashboard.Wire;

/// <summary>The caller's name and rights.</summary>
internal sealed record SessionView
{
    /// <summary>The name for the audit; null when the caller has none.</summary>
    public required string? Actor { get; init; }

    /// <summary>True when the caller has signed in, by any scheme of the policies.</summary>
    public required bool IsSignedIn { get; init; }

    public required bool CanOperate { get; init; }

    public required bool CanPublish { get; init; }

    /// <summary>The answer to whether the caller may operate: one who is unknown may after signing in, and nobody may where there is no policy.</summary>
    public required AccessOutcome Operating { get; init; }

    /// <summary>The same for publishing, which nobody may where the app reads no documents of a store.</summary>
    public required AccessOutcome Publishing { get; init; }

    /// <summary>The token for the header <c>X-Gray-Antiforgery</c>; null for a caller who may write nothing.</summary>
    public required string? Antiforgery { get; init; }
}
