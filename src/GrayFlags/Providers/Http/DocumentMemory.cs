using System.Security.Cryptography;
using GrayFlags.Documents;

namespace GrayFlags.Providers.Http;

/// <summary>Decides what a body means by what came before: the same again, a newer document, or an older one.</summary>
/// <remarks>Used by one load at a time; only that a document serves may be reported from another thread.</remarks>
internal sealed class DocumentMemory(string source, HttpRuleProviderOptions options)
{
    private readonly DocumentReaderOptions _reading = new() { Source = source, AllowComments = false, Limits = options.Limits };
    private volatile AppliedDocument? _applied;
    private volatile IReadOnlyList<string> _warnings = [];
    private string? _lastHash;
    private DocumentReadResult? _lastRead;
    private string? _toldHash;

    /// <summary>The document that serves; a request is conditional on nothing else.</summary>
    public AppliedDocument? Applied => _applied;

    /// <summary>The source sent a body.</summary>
    public DocumentLoad Take(ReadOnlySpan<byte> body, Validators validators)
    {
        var hash = Convert.ToHexString(SHA256.HashData(body));
        if (_applied is { } applied && applied.Hash == hash)
        {
            return Told(applied with { Validators = validators });
        }

        // The same bytes mean the same, good or bad: a poisoned body is read once, not at each poll.
        if (_lastHash != hash)
        {
            _lastRead = FlagDocument.Read(body, _reading);
            _lastHash = hash;
        }

        if (_lastRead!.Document is not { } document)
        {
            _toldHash = null;
            return Warned(DocumentLoad.From(_lastRead, hash));
        }

        if (_applied is { } serving && !options.AllowDowngrade && DocumentAge.OlderReason(serving.Document, document) is { } older)
        {
            // No failure of the load: behind a load balancer the newer and the older answer in turn, and the state would flap with them.
            _warnings = [$"{source} offers {older}: it is ignored, since AllowDowngrade is not set"];
            return Told(serving);
        }

        return Told(new AppliedDocument(document, hash, validators));
    }

    /// <summary>The source says that the document asked about is still its newest.</summary>
    public DocumentLoad NotModified(AppliedDocument asked)
    {
        // Only if that is what the updater heard last: what came between may have been refused, or still wait.
        return _toldHash == asked.Hash ? Warned(DocumentLoad.Unchanged()) : Told(asked);
    }

    /// <summary>The document is longer than allowed.</summary>
    public DocumentLoad TooLarge()
    {
        _toldHash = null;
        var problem = new DocumentProblem { Source = source, Path = "", Message = ProblemText.TooLarge(options.Limits.MaxBytes) };
        return Warned(DocumentLoad.Invalid([problem]));
    }

    public DocumentLoad Unavailable(string reason) => Warned(DocumentLoad.Unavailable(reason));

    private DocumentLoad Told(AppliedDocument document)
    {
        _toldHash = document.Hash;
        return Warned(DocumentLoad.From(new DocumentReadResult(document.Document, [], document.Document.Off), document.Hash, () => Serve(document), !options.AllowDowngrade));
    }

    private void Serve(AppliedDocument document)
    {
        if (_applied?.Hash != document.Hash)
        {
            _warnings = [];
        }

        _applied = document;
    }

    // Said until another document serves: that it is said once, and not at each poll, is left to who compares.
    private DocumentLoad Warned(DocumentLoad load) => _warnings is { Count: > 0 } warnings ? load.WithWarnings(warnings) : load;
}
