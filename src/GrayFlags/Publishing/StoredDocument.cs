namespace GrayFlags;

/// <summary>One version of a document in a store. Immutable.</summary>
/// <param name="Name">The document's name, compared as it is written.</param>
/// <param name="Version">The version, from 1. Versions of a name rise and are never given again; there may be gaps.</param>
/// <param name="At">The store's time at which it was written.</param>
/// <param name="By">The person or program that published it.</param>
/// <param name="Reason">The reason that they gave.</param>
/// <param name="Utf8Json">The document, as it was published.</param>
/// <param name="RevertOf">The older version whose text it repeats; null when it is not a revert.</param>
public sealed record StoredDocument(
    string Name, long Version, DateTimeOffset At, string By, string Reason, ReadOnlyMemory<byte> Utf8Json, long? RevertOf = null);
