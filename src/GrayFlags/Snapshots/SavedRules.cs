using System.Buffers;
using GrayFlags.Documents;
using GrayFlags.Snapshots.Saved;

namespace GrayFlags.Snapshots;

/// <summary>Keeps on disk what must outlive the process: each provider's last known good document, the versions of the rules, and the pin.</summary>
internal sealed class SavedRules(SavedFolder folder, SaveQueue queue, DocumentLimits limits) : IDisposable
{
    private const string DocumentPrefix = "document/";
    private const string VersionPrefix = "version/";
    private const string PinName = "pin";
    private const char SourceSeparator = '\n';

    // A hung disk must not hold up the end of the program for longer.
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    public (FingerprintedDocument Document, DateTimeOffset SavedAt)? ReadDocument(string provider) =>
        Read(DocumentPrefix + provider) is { } read ? (new FingerprintedDocument(read.Document, read.Header.Fingerprint ?? ""), read.Header.SavedAt) : null;

    public void SaveDocument(string provider, FingerprintedDocument document, DateTimeOffset now) => queue.Save(
        DocumentPrefix + provider,
        new SavedHeader { SavedAt = now, Version = document.Document.Version, IssuedAt = document.Document.IssuedAt, Source = provider, Fingerprint = document.Fingerprint },
        Text(document.Document));

    /// <summary>The versions of earlier runs, the oldest first.</summary>
    public IEnumerable<(string Version, FlagDocument Document, string Fingerprint, IReadOnlyList<string> Sources, DateTimeOffset AppliedAt)> ReadVersions()
    {
        foreach (var entry in folder.List(VersionPrefix))
        {
            if (Read(entry.Name) is { } read)
            {
                var sources = (read.Header.Source ?? "").Split(SourceSeparator, StringSplitOptions.RemoveEmptyEntries);
                yield return (entry.Name[VersionPrefix.Length..], read.Document, read.Header.Fingerprint ?? "", sources, read.Header.SavedAt);
            }
        }
    }

    public void SaveVersion(RulesHistory.Entry entry) => queue.Save(
        VersionPrefix + entry.Version.Version,
        new SavedHeader { SavedAt = entry.Version.AppliedAt, Source = string.Join(SourceSeparator, entry.Version.Sources), Fingerprint = entry.Fingerprint },
        Text(entry.Document));

    public void DeleteVersion(string version) => queue.Delete(VersionPrefix + version);

    public RulesPin? ReadPin() => folder.TryRead(PinName, limits.MaxBytes, out var file) && file.Header is { Source: { } version } header
        ? new RulesPin(version, header.By ?? "", header.Reason ?? "", header.SavedAt)
        : null;

    public void SavePin(RulesPin pin) =>
        queue.Save(PinName, new SavedHeader { SavedAt = pin.At, Source = pin.Version, By = pin.By, Reason = pin.Reason }, ReadOnlyMemory<byte>.Empty);

    public void DeletePin() => queue.Delete(PinName);

    public void Dispose()
    {
        queue.Flush(FlushTimeout);
        queue.Dispose();
    }

    private static ReadOnlyMemory<byte> Text(FlagDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DocumentWriter.WriteTo(buffer, document, indented: false);
        return buffer.WrittenMemory;
    }

    // Saved by us, but read like anybody's: the limits may have changed, or the version of the library. The path only, since a message may quote the document.
    private (FlagDocument Document, SavedHeader Header)? Read(string name)
    {
        if (!folder.TryRead(name, limits.MaxBytes, out var file))
        {
            return null;
        }

        var read = FlagDocument.Read(file.Payload.Span, new DocumentReaderOptions { Source = file.Header.Source, Limits = limits, IsOwnCopy = true });
        if (read.Document is { } document)
        {
            return (document, file.Header);
        }

        folder.Failures.Failed(SavedFailure.Read, name, $"the document is refused, first at '{read.Problems[0].Path}'");
        return null;
    }
}
