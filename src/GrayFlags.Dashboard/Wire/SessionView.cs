namespace GrayFlags.Dashboard.Wire;

/// <summary>The caller's name and rights.</summary>
internal sealed record SessionView
{
    public required string? Actor { get; init; }

    public required bool CanOperate { get; init; }

    public required bool CanPublish { get; init; }

    /// <summary>unknown: nobody has signed in; refused: the user meets no policy for writing; nobody: the options name none; null for who may write.</summary>
    public required string? ReadOnly { get; init; }

    /// <summary>The token for the header <c>X-Gray-Antiforgery</c>; null for a caller who may write nothing.</summary>
    public required string? Antiforgery { get; init; }
}
