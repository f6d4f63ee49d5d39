namespace GrayFlags.Snapshots.Persistence;

/// <summary>What reading a file gave: the file, a problem for which it has to be set aside, or neither when there is none.</summary>
internal readonly record struct SavedRead(SavedFile? File, string? Problem);
