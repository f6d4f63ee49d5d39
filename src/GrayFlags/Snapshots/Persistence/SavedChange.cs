namespace GrayFlags.Snapshots.Persistence;

/// <summary>A pending change of a name: a new payload, or a deletion.</summary>
/// <param name="Name">The name.</param>
/// <param name="Header">The payload's metadata; null to delete the name.</param>
/// <param name="Payload">Creates the payload when it is saved, so that a large document is written off the thread that brought it.</param>
/// <param name="IsKept">True when the change is never dropped from a full queue.</param>
internal sealed record SavedChange(string Name, SavedHeader? Header, Func<ReadOnlyMemory<byte>> Payload, bool IsKept = false)
{
    public bool TryApply(StateFolder folder) => Header is null ? folder.Delete(Name) : folder.TryWrite(Name, Header, Payload().Span);
}
