using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Providers.Http;

/// <summary>Decides what a body means by what came before: the same again, a newer document, or an older one.</summary>
/// <remarks>Used by one load at a time; only that a document serves may be reported from another thread.</remarks>
internal sealed class DocumentMemory(string source, HttpRuleProviderOptions options, TimeProvider clock)
{
    private readonly DocumentReaderOptions _reading = new() { Source = source, AllowComments = false, Limits = options.Limits };
    private volatile AppliedDocument? _applied;
    private volatile Offer? _offer;
    private string? _lastHash;
    private DocumentReadResult? _lastRead;
    private string? _toldHash;

    /// <summary>The document that serves; a request is conditional on nothing else.</summary>
    public AppliedDocument? Applied => _applied;

    /// <summary>The source sent a body.</summary>
    public LoadResult Take(ReadOnlySpan<byte> body, Validators validators)
    {
        var hash = DocumentFingerprint.Whole(body);
        if (_applied is { } applied && applied.Hash == hash)
        {
            return Told(applied with { Validators = validators });
        }

        // The same bytes mean the same, good or bad: a poisoned body is read once, not at each poll.
        if (_lastHash != hash)
        {
            _lastRead = FormattedDocument.Read(body, options.Format, _reading);
            _lastHash = hash;
        }

        if (_lastRead!.Document is not { } document)
        {
            _toldHash = null;
            return Warned(LoadResult.From(_lastRead, hash));
        }

        var taken = new AppliedDocument(document, hash, validators, clock.GetUtcNow(), FormattedDocument.Warnings(_lastRead));
        var load = LoadOf(taken);
        if (_applied is { } serving && load.OlderReason(serving.Document, serving.TakenAt) is { } older)
        {
            // No failure of the load: behind a load balancer the newer and the older answer in turn, and the state would flap with them.
            _offer = new Offer($"{source} offers {older}: it is ignored, since AllowDowngrade is not set; AcceptHeldAsync takes it all the same", load);
            return Told(serving);
        }

        return Told(taken);
    }

    /// <summary>The source says that the document asked about is still its newest.</summary>
    public LoadResult NotModified(AppliedDocument asked)
    {
        // Only if that is what the updater heard last: what came between may have been refused, or still wait.
        return _toldHash == asked.Hash ? Warned(LoadResult.Unchanged()) : Told(asked);
    }

    /// <summary>The document is longer than allowed.</summary>
    public LoadResult TooLarge()
    {
        _toldHash = null;
        var problem = new DocumentProblem { Source = source, Path = "", Message = ProblemText.TooLarge(options.Limits.MaxBytes) };
        return Warned(LoadResult.Invalid([problem]));
    }

    public LoadResult Unavailable(string reason) => Warned(LoadResult.Unavailable(reason));

    private LoadResult Told(AppliedDocument document)
    {
        _toldHash = document.Hash;
        return Warned(LoadOf(document), document);
    }

    private LoadResult LoadOf(AppliedDocument document) =>
        LoadResult.Loaded(document.Document, document.Hash, () => Serve(document), !options.AllowDowngrade, options.SignatureKeys.Count > 0);

    private void Serve(AppliedDocument document)
    {
        if (_applied?.Hash != document.Hash)
        {
            _offer = null;
        }

        _applied = document;
    }

    // Said until another document serves: that it is said once, and not at each poll, is left to who compares.
    private LoadResult Warned(LoadResult load) => Warned(load, _applied);

    private LoadResult Warned(LoadResult load, AppliedDocument? document)
    {
        var offer = _offer;
        List<string> warnings = [.. offer is null ? [] : (string[])[offer.Warning], .. document is null ? [] : document.LeftOut.Concat(Oddities(document))];
        return warnings.Count > 0 ? load.With(warnings, offer?.Load) : load;
    }

    private IEnumerable<string> Oddities(AppliedDocument document)
    {
        if (DocumentAge.IsAhead(document.Document, document.TakenAt))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{source}: issuedAt {document.Document.IssuedAt:O} is more than a day ahead of this machine's clock, so older documents are not told by it; " +
                $"correct the document or the clock");
        }

        if (options.SignatureKeys.Count > 0 && !options.AllowDowngrade && !DocumentAge.IsDated(document.Document, document.TakenAt))
        {
            yield return $"{source}: the signed document has neither a version nor an issuedAt that counts, so an older one can be played back; " +
                "give each document a higher version";
        }
    }

    private sealed record Offer(string Warning, LoadResult Load);
}
