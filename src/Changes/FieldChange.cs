namespace GrayFlags.Changes;

/// <summary>A field that two documents write differently.</summary>
/// <param name="Path">Where it is in its flag or segment, such as <c>rules.south.percentage</c>; empty for all of it.</param>
/// <param name="Before">Its JSON before; null when it was not there.</param>
/// <param name="After">Its JSON after; null when it is not there.</param>
internal sealed record FieldChange(string Path, string? Before, string? After);
