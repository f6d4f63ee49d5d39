namespace GrayFlags.Publishing;

/// <summary>Reads the latest version of one document, with its text only when it is another one than last time. Used by one thread at a time.</summary>
internal sealed class StoredCopy(IDocumentStore store, string name)
{
    private StoredDocument? _read;

    /// <summary>Reads the text at the next time, whether or not it is another version.</summary>
    public void Forget() => _read = null;

    /// <summary>The latest version; null when the store has none.</summary>
    public async Task<StoredDocument?> ReadAsync(CancellationToken cancellationToken)
    {
        var latest = await store.ReadLatestAsync(name, cancellationToken).ConfigureAwait(false);
        if (latest is null)
        {
            return null;
        }

        // The time as well: after a failover, another text may have the number of one that was lost.
        if (_read?.Version == latest.Version && _read.At == latest.At)
        {
            return _read;
        }

        return _read = await store.ReadAsync(name, null, cancellationToken).ConfigureAwait(false);
    }
}
