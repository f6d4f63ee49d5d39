using System.Buffers;
using GrayFlags.Documents;
using GrayFlags.Documents.Writing;
using GrayFlags.Snapshots.Updating;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>
/// Saves the state that outlives the process: each provider's last known good document, the versions of the rules, the pin and the switched-off flags.
/// </summary>
internal sealed class StateStore(StateFolder folder, SaveQueue queue, DocumentLimits limits, TimeProvider clock) : IDisposable
{
    private const string DocumentPrefix = "document/";
    private const string PendingPrefix = "pending/";
    private const string VersionPrefix = "version/";
    private const string PinnedPrefix = "pinned/";
    private const string CopyPrefix = "copy/";

    // Our own file rather than a document: an app's lower limit must not apply to it.
    private const long MaxStateBytes = 256L << 20;
    private const string LegacyPinName = "pin";
    private const char SourceSeparator = '\n';

    // Written one after the other, so that damage to one leaves the other intact.
    private static readonly string[] StateNames = ["state", "state-copy"];

    // The limit for a hung disk, which must not delay the end of the program or an operator for longer.
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    // The fingerprint of the saved document, by provider.
    private readonly Dictionary<string, string> _pending = new(StringComparer.Ordinal);
    private long _stateNumber;
    private string? _lineage;

    public (FingerprintedDocument Document, DateTimeOffset SavedAt)? ReadDocument(string provider) => ReadFingerprinted(DocumentPrefix + provider);

    public void SaveDocument(string provider, FingerprintedDocument document, DateTimeOffset now) => SaveFingerprinted(DocumentPrefix, provider, document, now);

    /// <summary>The name of the newest good document that a pin keeps waiting.</summary>
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

    /// <summary>The versions of earlier runs, oldest first.</summary>
    public IEnumerable<RulesHistory.Entry> ReadVersions() =>
        folder.List(VersionPrefix).Select(entry => ReadEntry(VersionPrefix, entry.Name[VersionPrefix.Length..])).OfType<RulesHistory.Entry>();

    public void SaveVersion(RulesHistory.Entry entry) => SaveEntry(VersionPrefix, entry);

    public void DeleteVersion(string version) => queue.Delete(VersionPrefix + version);

    /// <summary>The pinned version, saved a second time so that the pin does not depend on one file.</summary>
    public RulesHistory.Entry? ReadPinned(string version) => ReadEntry(PinnedPrefix, version);

    public void SavePinned(RulesHistory.Entry entry) => SaveEntry(PinnedPrefix, entry);

    public void DeletePinned(string version) => queue.Delete(PinnedPrefix + version);

    /// <summary>
    /// Reads the pins and switches. When one of the two files is damaged the other is used; when both are, that is reported as a loss, not as an empty state.
    /// </summary>
    public SavedState ReadState()
    {
        OperatorState? newest = null;
        string? loss = null;
        var (isWhole, isThere) = (true, false);
        foreach (var name in StateNames)
        {
            if (!folder.TryRead(name, MaxStateBytes, out var file, out var problem))
            {
                // A damaged file without a replacement, because the run that set it aside ended too soon, is not a first start.
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
                // One of the two belongs to another directory, and it is unknown which: the flags that either turns off stay off.
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

        // Written by an earlier version of the library, which knows no other place: by a deployment that was reverted for a while.
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

    /// <summary>Queues a save.</summary>
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

    /// <summary>A task that completes when every change so far is on disk or has failed; a hung disk delays nobody.</summary>
    public async Task SavedAsync() => await queue.Idle.WaitAsync(FlushTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A task that completes when the operators' decisions so far are on disk.</summary>
    /// <param name="what">The decision in force, for the message.</param>
    /// <param name="logger">The log for a failure.</param>
    /// <param name="cancellationToken">Ends the wait before the time is up.</param>
    /// <exception cref="GrayNotSavedException">The decision could not be saved in time.</exception>
    public async Task OperatorSavedAsync(string what, ILogger logger, CancellationToken cancellationToken)
    {
        if (!await TrySaveStateAsync(cancellationToken).ConfigureAwait(false))
        {
            Log.OperatorNotSaved(logger, what);
            throw new GrayNotSavedException(
                $"{what} in this process, but that is not saved: a restart before it is saved would take it back. "
                    + "It goes on being tried; the log says why it failed.");
        }
    }

    public void Dispose()
    {
        queue.Flush(FlushTimeout);
        queue.Dispose();
    }

    // Retries meanwhile.
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

    // A kill switch of a damaged document may differ between sources: hence two of each.
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
        var header = new SavedHeader
        {
            SavedAt = now,
            Version = document.Document.Version,
            IssuedAt = document.Document.IssuedAt,
            Source = provider,
            Fingerprint = document.Fingerprint,
        };
        queue.Save(prefix + provider, header, () => Text(document.Document));
        queue.Save(CopyPrefix + prefix + provider, header, () => Text(document.Document));
    }

    private RulesHistory.Entry? ReadEntry(string prefix, string version) => Read(prefix + version) is { } read
        ? new RulesHistory.Entry(
            new RulesVersion
            {
                Version = version,
                AppliedAt = read.Header.SavedAt,
                Sources = (read.Header.Source ?? "").Split(SourceSeparator, StringSplitOptions.RemoveEmptyEntries),
            },
            read.Document,
            read.Header.Fingerprint ?? "")
        : null;

    private void SaveEntry(string prefix, RulesHistory.Entry entry) => queue.Save(
        prefix + entry.Version.Version,
        new SavedHeader { SavedAt = entry.Version.AppliedAt, Source = string.Join(SourceSeparator, entry.Version.Sources), Fingerprint = entry.Fingerprint },
        () => Text(entry.Document));

    // The earlier format, in which the state had no file of its own.
    private RulesPin? ReadLegacyPin() => folder.TryRead(LegacyPinName, limits.MaxBytes, out var file, out _) && file.Header is { Source: { } version } header
        ? new RulesPin(version, header.By ?? "", header.Reason ?? "", header.SavedAt)
        : null;

    private static ReadOnlyMemory<byte> Text(FlagDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DocumentWriter.WriteTo(buffer, document, indented: false);
        return buffer.WrittenMemory;
    }

    // Saved by us but read like any document, because the limits or the library's version may have changed. The path only, because a message may quote the
    // document.
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
