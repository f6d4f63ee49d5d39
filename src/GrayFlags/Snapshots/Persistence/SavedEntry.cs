namespace GrayFlags.Snapshots.Persistence;

/// <summary>The name and metadata of a saved payload, without its bytes.</summary>
internal sealed record SavedEntry(string Name, SavedHeader Header);
