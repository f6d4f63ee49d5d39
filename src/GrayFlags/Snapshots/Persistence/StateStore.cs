using System.Buffers;
using GrayFlags.Documents;
using GrayFlags.Documents.Writing;
using GrayFlags.Snapshots.Updating;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>Keeps on disk what must outlive the process: each provider's last known good document, the versions of the rules, the pin and what is switched off.</summary>
internal sealed class StateStore(StateFolder folder, SaveQueue queue, DocumentLimits limits, TimeProvider clock) : IDisposable
{
    private const string DocumentPrefix = "document/";
    private const string PendingPrefix = "pending/";
    private const string VersionPrefix = "version/";
    private const string PinnedPrefix = "pinned/";
    private const string CopyPrefix = "copy/";

    // Ours, and no document: its limit must not be one that an app lowers.
    private const long MaxStateBytes = 256L << 20;
    private const string LegacyPinName = "pin";
    private const char SourceSeparator = '\n';

    // Written one after the other, so that whatever happens to one of them the other is whole.
    private static readonly string[] StateNames = ["state", "state-copy"];

    // A hung disk must not hold up the end of the program, or an operator, for longer.
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    // By provider: the fingerprint of what is saved.
    private readonly Dictionary<string, string> _pending = new(StringComparer.Ordinal);
    private long _stateNumber;
    private string? _lineage;

    public (FingerprintedDocument Document, DateTimeOffset SavedAt)? ReadDocument(string provider) => ReadFingerprinted(DocumentPrefix + provider);

    public void SaveDocument(string provider, FingerprintedDocument document, DateTimeOffset now) => SaveFingerprinted(DocumentPrefix, provider, document, now);

    /// <summary>The newest good document that a pin kept from serving.</summary>
    public FingerprintedDocument? ReadPending(string provider)
    {
        if (ReadFingerprinted(PendingPrefix + provider) is not var (document, _))
        {
            return null;
        }

        _pending[provider] = document.Fingerprint;
        return document;
    }

    public void SavePending(string provider, FingerprintedDocument document, DateTimeOffset now)
    {
        if (_pending.GetValueOrDefault(provider) != document.Fingerprint)
        {
            _pending[provider] = document.Fingerprint;
            SaveFingerprinted(PendingPrefix, provider, document, now);
        }
    }

    public void DeletePending(string provider)
    {
        if (_pending.Remove(provider))
        {
            queue.Delete(PendingPrefix + provider);
            queue.Delete(CopyPrefix + PendingPrefix + provider);
        }
    }

    /// <summary>The versions of earlier runs, the oldest first.</summary>
    public IEnumerable<RulesHistory.Entry> ReadVersions() => folder.List(VersionPrefix).Select(entry => ReadEntry(VersionPrefix, entry.Name[VersionPrefix.Length..])).OfType<RulesHistory.Entry>();

    public void SaveVersion(RulesHistory.Entry entry) => SaveEntry(VersionPrefix, entry);

    public void DeleteVersion(string version) => queue.Delete(VersionPrefix + version);

    /// <summary>The version that is pinned, saved once more: the pin must not depend on one file.</summary>
    public RulesHistory.Entry? ReadPinned(string version) => ReadEntry(PinnedPrefix, version);

    public void SavePinned(RulesHistory.Entry entry) => SaveEntry(PinnedPrefix, entry);

    public void DeletePinned(string version) => queue.Delete(PinnedPrefix + version);

    /// <summary>What operators and kill switches have made smaller. Where one of its two files is damaged the other counts; where both are, that is a loss and not nothing.</summary>
    public SavedState ReadState()
    {
        OperatorState? newest = null;
        string? loss = null;
        var (isWhole, isThere) = (true, false);
        foreach (var name in StateNames)
        {
            if (!folder.TryRead(name, MaxStateBytes, out var file, out var problem))
            {
                // A damaged file that was set aside by a run which did not get to write another is no first start.
                loss ??= problem ?? (folder.IsSetAside(name) ? "a damaged file was set aside, and none was written in its place" : null);
                isThere |= problem is not null && folder.IsThere(name);
                isWhole = false;
            }
            else if (OperatorStateJson.Read(file.Payload.Span) is not { } state)
            {
                loss ??= "its content is no state of operators";
                isWhole = false;
            }
            else if (newest is not null && newest.Lineage != state.Lineage)
            {
                // One of the two is another directory's: nobody knows which, so what either has off stays off.
                folder.Failures.Failed(SavedFailure.Damaged, name, "the two state files belong to different directories");
                newest = newest.With(state);
                _stateNumber = Math.Max(_stateNumber, file.Header.Version ?? 0);
                isWhole = false;
            }
            else if (newest is null || file.Header.Version > _stateNumber)
            {
                (newest, _stateNumber) = (state, file.Header.Version ?? 0);
            }
        }

        // Written by a version of the library before this one, which knows no other place: by a deployment that went back for a while.
        if (loss is null && ReadLegacyPin() is { } pin)
        {
            newest = (newest ?? OperatorState.None) with { Pin = pin };
            isWhole = false;
        }

        if (newest is not null && !isWhole)
        {
            SaveState(newest);
        }

        return newest is not null ? new SavedState(newest, null, IsThere: false)
            : new SavedState(OperatorState.None, loss, isThere);
    }

    /// <summary>Saves soon.</summary>
    public void SaveState(OperatorState state)
    {
        _lineage ??= state.Lineage ?? Guid.NewGuid().ToString("N");
        var payload = OperatorStateJson.Write(state with { Lineage = _lineage });
        var header = new SavedHeader { SavedAt = clock.GetUtcNow(), Version = ++_stateNumber };
        foreach (var name in StateNames)
        {
            queue.Save(name, header, () => payload, isKept: true);
        }

        queue.Delete(LegacyPinName);
    }

    /// <summary>Ends when what was saved up to now is on the disk, or could not be; a disk that hangs holds nobody up.</summary>
    public async Task SavedAsync() => await queue.Idle.WaitAsync(FlushTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Ends when what operators decided up to now is on the disk.</summary>
    /// <param name="what">What holds, for the message.</param>
    /// <param name="logger">Told where it could not be saved.</param>
    /// <param name="cancellationToken">Ends the wait before the time is up.</param>
    /// <exception cref="GrayNotSavedException">It could not be saved in time.</exception>
    public async Task OperatorSavedAsync(string what, ILogger logger, CancellationToken cancellationToken)
    {
        if (!await TrySaveStateAsync(cancellationToken).ConfigureAwait(false))
        {
            Log.OperatorNotSaved(logger, what);
            throw new GrayNotSavedException($"{what} in this process, but that is not saved: a restart before it is saved would take it back. It goes on being tried; the log says why it failed.");
        }
    }

    public void Dispose()
    {
        queue.Flush(FlushTimeout);
        queue.Dispose();
    }

    // Tries again meanwhile.
    private async Task<bool> TrySaveStateAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(OperatorPatience.Longest, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            while (true)
            {
                await queue.Idle.WaitAsync(stop.Token).ConfigureAwait(false);
                if (queue.HasSaved(IsOfOperators))
                {
                    return true;
                }

                await Task.Delay(OperatorPatience.Pause, clock, stop.Token).ConfigureAwait(false);
                queue.Retry();
            }
        }
        catch (OperationCanceledException)
        {
            return queue.HasSaved(IsOfOperators);
        }
    }

    private static bool IsOfOperators(string name) => StateNames.Contains(name) || name.StartsWith(PinnedPrefix, StringComparison.Ordinal);

    // What a damaged document had switched off, another source may have on: so there are two of each.
    private (FingerprintedDocument Document, DateTimeOffset SavedAt)? ReadFingerprinted(string name)
    {
        if (Read(name) is { } first)
        {
            return (new FingerprintedDocument(first.Document, first.Header.Fingerprint ?? ""), first.Header.SavedAt);
        }

        if (Read(CopyPrefix + name) is not { } copy)
        {
            return null;
        }

        queue.Save(name, copy.Header, () => Text(copy.Document));
        return (new FingerprintedDocument(copy.Document, copy.Header.Fingerprint ?? ""), copy.Header.SavedAt);
    }

    private void SaveFingerprinted(string prefix, string provider, FingerprintedDocument document, DateTimeOffset now)
    {
        var header = new SavedHeader { SavedAt = now, Version = document.Document.Version, IssuedAt = document.Document.IssuedAt, Source = provider, Fingerprint = document.Fingerprint };
        queue.Save(prefix + provider, header, () => Text(document.Document));
        queue.Save(CopyPrefix + prefix + provider, header, () => Text(document.Document));
    }

    private RulesHistory.Entry? ReadEntry(string prefix, string version) => Read(prefix + version) is { } read
        ? new RulesHistory.Entry(
            new RulesVersion { Version = version, AppliedAt = read.Header.SavedAt, Sources = (read.Header.Source ?? "").Split(SourceSeparator, StringSplitOptions.RemoveEmptyEntries) },
            read.Document,
            read.Header.Fingerprint ?? "")
        : null;

    private void SaveEntry(string prefix, RulesHistory.Entry entry) => queue.Save(
        prefix + entry.Version.Version,
        new SavedHeader { SavedAt = entry.Version.AppliedAt, Source = string.Join(SourceSeparator, entry.Version.Sources), Fingerprint = entry.Fingerprint },
        () => Text(entry.Document));

    // Of the format before the state had a file of its own.
    private RulesPin? ReadLegacyPin() => folder.TryRead(LegacyPinName, limits.MaxBytes, out var file, out _) && file.Header is { Source: { } version } header
        ? new RulesPin(version, header.By ?? "", header.Reason ?? "", header.SavedAt)
        : null;

    private static ReadOnlyMemory<byte> Text(FlagDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DocumentWriter.WriteTo(buffer, document, indented: false);
        return buffer.WrittenMemory;
    }

    // Saved by us, but read like anybody's: the limits may have changed, or the version of the library. The path only, since a message may quote the document.
    private (FlagDocument Document, SavedHeader Header)? Read(string name)
    {
        if (!folder.TryRead(name, limits.MaxBytes, out var file, out _))
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
