namespace GrayFlags.Publishing;

/// <summary>Reads the latest version of one document, with its text only when it is another one than last time. Used by one thread at a time.</summary>
internal sealed class StoredCopy(IDocumentStore store, string name)
{
    private StoredDocument? _read;

    /// <summary>Reads the text at the next time, whether or not it is another version.</summary>
    public void Forget() => _read = null;

    /// <summary>The latest version, or the number and the damage of one of which a part is lost; neither when the store has none.</summary>
    public async Task<(StoredDocument? Stored, DocumentRevision? Damaged)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var latest = await store.ReadLatestAsync(name, cancellationToken).ConfigureAwait(false);
            if (latest is null)
            {
                return (null, null);
            }

            // The time as well: after a failover, another text may have the number of one that was lost.
            if (_read?.Version != latest.Version || _read.At != latest.At)
            {
                _read = await store.ReadAsync(name, null, cancellationToken).ConfigureAwait(false);
            }

            return (_read, null);
        }
        catch (InvalidDataException exception) when (DamagedVersion.Of(exception) is { } version)
        {
            Forget();
            return (null, DamagedVersion.Revision(version, exception));
        }
    }
}
