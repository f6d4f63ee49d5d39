namespace GrayFlags;

/// <summary>
/// Stores documents by name, with their history, for a fleet of instances. Only the library calls it: an app asks <see cref="IGrayDocuments"/>.
/// Implementations must be thread-safe.
/// </summary>
/// <remarks>
/// A call may fail, and may be repeated with the same arguments. A name is any text of 1 to 200 characters without control characters. The store's clock dates
/// everything. A store that is reached and has nothing of a name answers so; whoever knows the document already treats that as a store that has lost it.
/// </remarks>
public interface IDocumentStore
{
    /// <summary>Reads the latest version without its text: what an instance asks every few seconds.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The latest version; null when there is none.</returns>
    Task<DocumentRevision?> ReadLatestAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads a version with its text.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="version">The version; null for the latest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The document; null when there is none, or that version is no longer kept.</returns>
    Task<StoredDocument?> ReadAsync(string name, long? version, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a new version if the latest one is <paramref name="expectedVersion"/>, and tells whoever watches the name. Keeps the newest 500 versions, and
    /// every version of the last 90 days.
    /// </summary>
    /// <param name="document">The document; its version is above the expected one. Its time is ignored: the store's own counts.</param>
    /// <param name="expectedVersion">The version that must be the latest; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True with the document as it is stored when it was written; false with the latest version otherwise.</returns>
    Task<DocumentWrite> WriteAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Writes as <see cref="WriteAsync"/> does, and keeps no version but the new one: for what is written often and has no history worth keeping.
    /// </summary>
    /// <param name="document">The document; its version is above the expected one. Its time is ignored: the store's own counts.</param>
    /// <param name="expectedVersion">The version that must be the latest; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True with the document as it is stored when it was written; false with the latest version otherwise.</returns>
    Task<DocumentWrite> ReplaceAsync(StoredDocument document, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Reads the history, newest first.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="before">Only versions below this one.</param>
    /// <param name="count">The greatest number of versions to return, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The versions; empty when there are none.</returns>
    Task<IReadOnlyList<DocumentRevision>> ReadHistoryAsync(string name, long before, int count, CancellationToken cancellationToken);

    /// <summary>Says that an instance reads a document, in place of what it said before. An instance that says nothing for a minute is forgotten.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="member">The instance.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes once it is stored.</returns>
    Task JoinAsync(string name, DocumentMember member, CancellationToken cancellationToken);

    /// <summary>Reads the instances that read a document.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Those that said so within the last minute, by the store's clock, in order of their names.</returns>
    Task<IReadOnlyList<DocumentMember>> ReadMembersAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Calls back when a new version of a document may have been written. It may also call without a reason, calls whenever a lost connection is there again,
    /// and may miss a change.
    /// </summary>
    /// <param name="name">The document's name.</param>
    /// <param name="changed">Called on any thread; must return at once.</param>
    /// <returns>Disposed, ends the watch.</returns>
    IDisposable Watch(string name, Action changed);
}
