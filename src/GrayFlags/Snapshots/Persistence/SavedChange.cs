namespace GrayFlags.Snapshots.Persistence;

/// <summary>What a name shall hold: a payload, or nothing.</summary>
/// <param name="Name">The name.</param>
/// <param name="Header">What is known of the payload; null to delete what the name holds.</param>
/// <param name="Payload">Makes the payload when it is saved: a large document is written off the thread that brought it.</param>
/// <param name="IsKept">Whether it is kept where too much waits.</param>
internal sealed record SavedChange(string Name, SavedHeader? Header, Func<ReadOnlyMemory<byte>> Payload, bool IsKept = false)
{
    public bool TryApply(StateFolder folder) => Header is null ? folder.Delete(Name) : folder.TryWrite(Name, Header, Payload().Span);
}
