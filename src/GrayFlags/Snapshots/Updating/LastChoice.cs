using GrayFlags.Compilation;

namespace GrayFlags.Snapshots.Updating;

/// <summary>
/// Remembers the last choice of documents, so that waiting ones are compiled again after a change rather than at every poll. Used by one thread at a
/// time.
/// </summary>
internal sealed class LastChoice
{
    private IReadOnlyList<(FingerprintedDocument? Newest, FingerprintedDocument? Serving)> _documents = [];
    private RuleSetSelection? _selection;

    public RuleSetSelection Choose(ProviderSlot[] slots, SnapshotStore live, RuleSetOptions options)
    {
        var documents = Array.ConvertAll(slots, slot => (slot.Newest, slot.Serving));
        if (_selection is null or { MayChange: true } || !documents.SequenceEqual(_documents))
        {
            _selection = RuleSetSelector.Choose(slots, live, options);
            _documents = documents;
        }

        return _selection;
    }
}
