namespace GrayFlags.Journals;

/// <summary>The result of a change.</summary>
/// <param name="First">The number of the first line that was appended.</param>
/// <param name="Problem">The reason why nothing is on disk, or null when everything is.</param>
internal readonly record struct JournalWrite(long First, string? Problem)
{
    public bool IsWritten => Problem is null;
}
