namespace GrayFlags.Snapshots.Persistence;

/// <summary>One saved payload in a list: what it is called and what is known of it, without its bytes.</summary>
internal sealed record SavedEntry(string Name, SavedHeader Header);
