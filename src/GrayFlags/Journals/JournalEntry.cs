namespace GrayFlags.Journals;

/// <summary>The entry of a key.</summary>
/// <param name="Sequence">The number of the entry's line; increases over the whole journal.</param>
/// <param name="Payload">One line of JSON.</param>
internal readonly record struct JournalEntry(long Sequence, ReadOnlyMemory<byte> Payload);
