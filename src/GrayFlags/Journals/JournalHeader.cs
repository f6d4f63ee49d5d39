namespace GrayFlags.Journals;

/// <summary>The first line of a journal, its checksum verified.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Kind">What the journal is for.</param>
/// <param name="Base">The number of the last line that the compacted state takes in; lines behind it go on from there.</param>
/// <param name="Count">How many lines the compacted state has.</param>
/// <param name="Lineage">Tells the files of one journal from those of another; null in a file of an earlier build, which may belong to any.</param>
internal readonly record struct JournalHeader(int Version, string Kind, long Base, int Count, string? Lineage);
