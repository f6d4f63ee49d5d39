namespace GrayFlags.Publishing;

/// <summary>A store whose calls end with their token, whatever the store makes of it: one that hangs must keep nobody's turn.</summary>
internal sealed class PatientStore(IDocumentStore store) : IDocumentStore
{
    public Task<DocumentRevision?> ReadLatestAsync(string name, CancellationToken cancellationToken) =>
        store.ReadLatestAsync(name, cancellationToken).WaitAsync(cancellationToken);

    public Task<StoredDocument?> ReadAsync(string name, long? version, CancellationToken cancellationToken) =>
        store.ReadAsync(name, version, cancellationToken).WaitAsync(cancellationToken);

    public Task<DocumentWrite> WriteAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        store.WriteAsync(document, expectedVersion, cancellationToken).WaitAsync(cancellationToken);

    public Task<DocumentWrite> ReplaceAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken) =>
        store.ReplaceAsync(document, expectedVersion, cancellationToken).WaitAsync(cancellationToken);

    public Task<IReadOnlyList<DocumentRevision>> ReadHistoryAsync(string name, long before, int count, CancellationToken cancellationToken) =>
        store.ReadHistoryAsync(name, before, count, cancellationToken).WaitAsync(cancellationToken);

    public Task JoinAsync(string name, DocumentMember member, CancellationToken cancellationToken) =>
        store.JoinAsync(name, member, cancellationToken).WaitAsync(cancellationToken);

    public Task<IReadOnlyList<DocumentMember>> ReadMembersAsync(string name, CancellationToken cancellationToken) =>
        store.ReadMembersAsync(name, cancellationToken).WaitAsync(cancellationToken);

    public IDisposable Watch(string name, Action changed) => store.Watch(name, changed);
}
