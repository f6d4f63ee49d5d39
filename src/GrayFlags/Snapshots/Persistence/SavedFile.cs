namespace GrayFlags.Snapshots.Persistence;

/// <summary>A saved payload, its checksum verified.</summary>
internal sealed record SavedFile(SavedHeader Header, ReadOnlyMemory<byte> Payload);
