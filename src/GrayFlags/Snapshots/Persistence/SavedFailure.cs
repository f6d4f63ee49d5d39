namespace GrayFlags.Snapshots.Persistence;

/// <summary>The kinds of failure that are logged separately.</summary>
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
