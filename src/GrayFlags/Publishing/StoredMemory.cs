using GrayFlags.Documents;

namespace GrayFlags.Publishing;

/// <summary>The document of a store that serves, and what to make of the next one. Used by one thread at a time, but for <see cref="Version"/>.</summary>
internal sealed class StoredMemory(string provider, DocumentLimits limits)
{
    private readonly DocumentReaderOptions _reading = new() { Source = provider, AllowComments = true, Limits = limits };
    private volatile LoadResult? _serving;
    private StoredDocument? _read;
    private LoadResult? _load;

    /// <summary>The version that serves; 0 for none.</summary>
    public long Version => _serving?.Document?.Version ?? 0;

    public LoadResult Take(StoredDocument? stored, string document, Action serves)
    {
        if (stored is null)
        {
            var lost = $"the store has lost the document '{document}'";
            return Version > 0 ? LoadResult.Unavailable($"{lost}; version {Version} serves on") : LoadResult.EmptyIfNeverKnown(lost, Missing(document));
        }

        // The same version is the same text: it is read once, not at each poll.
        if (!ReferenceEquals(_read, stored))
        {
            (_read, _load) = (stored, Read(stored, serves));
        }

        // Unlike an address, behind which two servers may answer in turn, it has lost what it had: whoever starts now does not get what serves here.
        var load = _load!;
        return _serving is { Document: { } known } serving && load.OlderReason(known, DateTimeOffset.MaxValue) is { } older
            ? serving.With([], load, $"the store offers {older}: publish that again; AcceptHeldAsync takes the older one")
            : load;
    }

    /// <summary>The load while the store has a part of the latest version only: the rules that serve go on.</summary>
    public LoadResult Keep(string damage) => LoadResult.Unavailable(Version > 0 ? $"{damage} Version {Version} serves on." : damage);

    private static string Missing(string document) => $"the store has no document '{document}' yet: publish one";

    private LoadResult Read(StoredDocument stored, Action serves)
    {
        var read = FlagDocument.Read(stored.Utf8Json.Span, _reading);
        var fingerprint = $"{stored.Version} {DocumentFingerprint.Whole(stored.Utf8Json.Span)}";
        if (read.Document is not { } document)
        {
            return LoadResult.From(read, fingerprint);
        }

        LoadResult? load = null;
        load = LoadResult.Loaded(document.WithVersion(stored.Version), fingerprint, Serve, refusesOlder: true, refusesUndated: false);
        return load;

        void Serve()
        {
            _serving = load;
            serves();
        }
    }
}
