namespace GrayFlags.Snapshots.Persistence;

/// <summary>One saved payload, its checksum verified.</summary>
internal sealed record SavedFile(SavedHeader Header, ReadOnlyMemory<byte> Payload);
