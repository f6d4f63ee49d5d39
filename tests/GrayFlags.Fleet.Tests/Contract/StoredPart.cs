namespace GrayFlags.Fleet.Tests.Contract;

/// <summary>Parts of a store that a test damages.</summary>
internal enum StoredPart
{
    Record,
    Checkpoint,
    LastEntry,
    Removal,
}
