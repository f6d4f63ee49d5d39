namespace GrayFlags.Journals;

/// <summary>What a key holds.</summary>
/// <param name="Sequence">The number of the line that said so; grows over the whole journal.</param>
/// <param name="Payload">One line of JSON.</param>
internal readonly record struct JournalEntry(long Sequence, ReadOnlyMemory<byte> Payload);
