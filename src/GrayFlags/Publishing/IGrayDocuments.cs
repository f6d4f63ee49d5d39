namespace GrayFlags;

/// <summary>
/// The documents of a fleet in their store: publishes, shows and takes back versions. Registered where a document store is. Safe to call from any thread.
/// </summary>
/// <remarks>
/// Every instance that reads the document has a new version a moment later, and within fifteen seconds where no push reaches it. Every change keeps who made
/// it and why. An invalid argument throws an <see cref="ArgumentException"/> at the call; an exception of the store faults the task, and then it is unknown
/// whether the version was written: publishing the same text again answers <see cref="PublishOutcome.Unchanged"/> when it was.
/// </remarks>
public interface IGrayDocuments
{
    /// <summary>Reads the latest version.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The document; null when there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a document.</exception>
    Task<StoredDocument?> GetAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Reads a version.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The document; null when there is no such version, or no longer.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a document.</exception>
    Task<StoredDocument?> GetAsync(string name, long version, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes a document as the next version. It is read and compiled first, beside the other sources of this process: what would be refused is never
    /// stored. The store's version takes the place of the document's own <c>version</c>.
    /// </summary>
    /// <param name="name">The document's name.</param>
    /// <param name="utf8Json">The document.</param>
    /// <param name="change">The author, the reason and the version that the change was made from.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new version, or the reason that there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/>, or a text of <paramref name="change"/>, is empty, too long or has control characters.
    /// </exception>
    Task<PublishResult> PublishAsync(string name, ReadOnlyMemory<byte> utf8Json, DocumentChange change, CancellationToken cancellationToken = default);

    /// <summary>Goes back: publishes the text of an earlier version as the next version. It is checked like any other.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="toVersion">The version whose text to publish.</param>
    /// <param name="change">The author, the reason and the version that must be the latest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new version, or the reason that there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/>, or a text of <paramref name="change"/>, is empty, too long or has control characters.
    /// </exception>
    Task<PublishResult> RevertAsync(string name, long toVersion, DocumentChange change, CancellationToken cancellationToken = default);

    /// <summary>Reads the history, newest first.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="before">Only versions below this one. Default: all.</param>
    /// <param name="count">The greatest number of versions to return: 1 to 1,000. Default: 50.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The versions; empty when there are none.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a document, or <paramref name="count"/> is out of range.</exception>
    Task<IReadOnlyList<DocumentRevision>> HistoryAsync(
        string name, long before = long.MaxValue, int count = 50, CancellationToken cancellationToken = default);

    /// <summary>Reads the instances that read a document, each with the version that it serves.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Those that were there within the last minute, in order of their names.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a document.</exception>
    Task<IReadOnlyList<DocumentMember>> GetMembersAsync(string name, CancellationToken cancellationToken = default);
}
