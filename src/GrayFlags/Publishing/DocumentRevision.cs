namespace GrayFlags;

/// <summary>One line of a document's history: a version without its text. Immutable.</summary>
/// <param name="Version">The version, from 1.</param>
/// <param name="At">The store's time at which it was written.</param>
/// <param name="By">The person or program that published it.</param>
/// <param name="Reason">The reason that they gave.</param>
/// <param name="Length">The length of the document in bytes.</param>
/// <param name="RevertOf">The older version whose text it repeats; null when it is not a revert.</param>
public sealed record DocumentRevision(long Version, DateTimeOffset At, string By, string Reason, int Length, long? RevertOf = null);
