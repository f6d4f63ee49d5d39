namespace GrayFlags.Snapshots.Saved;

/// <summary>What a name shall hold: a payload, or nothing.</summary>
internal sealed record SavedChange(string Name, SavedHeader? Header, ReadOnlyMemory<byte> Payload)
{
    public bool TryApply(SavedFolder folder) => Header is null ? folder.Delete(Name) : folder.TryWrite(Name, Header, Payload.Span);
}
