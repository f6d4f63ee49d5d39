namespace GrayFlags.Tool.Diff;

/// <summary>A subject for whom a flag changes.</summary>
/// <param name="Index">The place of the subject.</param>
/// <param name="User">The user's id.</param>
/// <param name="Region">The region.</param>
/// <param name="Before">The decision before, in words.</param>
/// <param name="After">The decision after.</param>
internal sealed record Flip(long Index, string? User, string? Region, string Before, string After);
