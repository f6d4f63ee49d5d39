namespace GrayFlags.Journals;

/// <summary>What came of a change.</summary>
/// <param name="First">The number of the first line that was appended.</param>
/// <param name="Problem">Why nothing is on the disk; null when everything is.</param>
internal readonly record struct JournalWrite(long First, string? Problem)
{
    public bool IsWritten => Problem is null;
}
