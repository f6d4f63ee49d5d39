namespace GrayFlags.Dashboard.Wire;

/// <summary>The answer to an operation that has nothing else to show.</summary>
/// <param name="Changed">False when there was nothing to do.</param>
/// <param name="IsUnknownFlag">True when no rules know a flag of this name: it may be misspelt, or come later.</param>
internal sealed record Done(bool Changed, bool? IsUnknownFlag = null);
