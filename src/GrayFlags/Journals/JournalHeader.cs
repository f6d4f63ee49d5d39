namespace GrayFlags.Journals;

/// <summary>The first line of a journal, its checksum verified.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Kind">The purpose of the journal.</param>
/// <param name="Base">The number of the last line that the compacted state includes; later lines continue from there.</param>
/// <param name="Count">The number of lines in the compacted state.</param>
/// <param name="Lineage">Identifies the files of one journal; null in a file of an earlier build, which may belong to any.</param>
internal readonly record struct JournalHeader(int Version, string Kind, long Base, int Count, string? Lineage);
