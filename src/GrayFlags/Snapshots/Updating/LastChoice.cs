using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Providers.Configuration;

namespace GrayFlags.Snapshots.Updating;

/// <summary>
/// Remembers the last choice of documents, so that waiting ones are compiled again, and looked at for oddities, after a change rather than at every poll.
/// Used by one thread at a time.
/// </summary>
internal sealed class LastChoice(IRuleProvider[] providers)
{
    private IReadOnlyList<(FingerprintedDocument? Newest, FingerprintedDocument? Serving)> _documents = [];
    private RuleSetSelection? _selection;

    public RuleSetSelection Choose(ProviderSlot[] slots, SnapshotStore live, RuleSetOptions options)
    {
        var documents = Array.ConvertAll(slots, slot => (slot.Newest, slot.Serving));
        if (_selection is null or { MayChange: true } || !documents.SequenceEqual(_documents))
        {
            var selection = RuleSetSelector.Choose(slots, live, options);
            _selection = selection.RuleSet is null ? selection : selection with { Warnings = Warnings(selection.Document) };
            _documents = documents;
        }

        return _selection;
    }

    private IReadOnlyList<string> Warnings(FlagDocument document) =>
        [.. DocumentWarnings.Of(document, IsConfiguration).Select(static warning => warning.ToString())];

    private bool IsConfiguration(string source) =>
        Array.Exists(providers, provider => provider is ConfigurationRuleProvider && provider.Name == source);
}
