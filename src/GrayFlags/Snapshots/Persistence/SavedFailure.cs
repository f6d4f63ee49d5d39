namespace GrayFlags.Snapshots.Persistence;

/// <summary>The kinds of failure that are reported apart from each other.</summary>
internal enum SavedFailure
{
    Folder,
    Busy,
    Write,
    Read,
    Damaged,
    Delete,
    Dropped,
}
