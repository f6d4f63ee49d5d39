namespace GrayFlags.Journals;

/// <summary>One line of a journal, its checksum verified.</summary>
internal readonly record struct JournalLine(long Sequence, string Key, ReadOnlyMemory<byte>? Payload);
