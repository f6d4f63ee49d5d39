namespace GrayFlags.Snapshots.Persistence;

/// <summary>The result of reading a file: the file, a problem for which it must be set aside, or neither when there is none.</summary>
internal readonly record struct SavedRead(SavedFile? File, string? Problem);
