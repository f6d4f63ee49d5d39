namespace GrayFlags.Dashboard.Wire;

/// <summary>The caller's name and rights.</summary>
internal sealed record SessionView
{
    public required string? Actor { get; init; }

    public required bool CanOperate { get; init; }

    public required bool CanPublish { get; init; }

    /// <summary>The token for the header <c>X-Gray-Antiforgery</c>; null for a caller who may write nothing.</summary>
    public required string? Antiforgery { get; init; }
}
