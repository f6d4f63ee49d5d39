namespace GrayFlags.Dashboard.Wire;

/// <summary>The answer to an operation that has nothing else to show.</summary>
/// <param name="Changed">False when there was nothing to do.</param>
internal sealed record Done(bool Changed);
