using GrayFlags.Providers.Http;
using GrayFlags.Publishing;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Usage;

/// <summary>
/// Adds what this process has counted to what the whole fleet has, which is one text in the store of documents, about once an hour. Never throws: a store that
/// is away costs neither an answer nor a start.
/// </summary>
/// <remarks>
/// One text for all and not one for each instance: pods come and go with names of their own, and what they have counted stays. It has no history. Each writer
/// numbers its batches, and the number is written with the sum, so that a batch whose answer was lost counts once.
/// </remarks>
/// <param name="store">The store, whose calls end with their tokens.</param>
/// <param name="name">The name of the text.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="jitter">Spreads the writes of instances that start together.</param>
internal sealed class FleetUsage(IDocumentStore store, string name, TimeProvider clock, ILogger logger, Jitter jitter) : IDisposable
{
    // Of fifty instances that write once an hour, two seldom meet.
    private const int MostTries = 10;

    private const string Author = "grayflags";

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan Backoff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);

    private readonly StoredCopy _copy = new(store, name);
    private readonly CancellationTokenSource _end = new();
    private volatile FleetRecord? _known;
    private long _knownAt;
    private Task _running = Task.CompletedTask;
    private long _ranAt = clock.GetTimestamp();
    private TimeSpan _wait = jitter.Between(TimeSpan.Zero, FirstWait);
    private volatile bool _isHurried;
    private bool _hasFailed;
    private long _unreadable;

    /// <summary>The name of this process among those that write; no other process has it, not even one that runs here later.</summary>
    public string Writer { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The number of its last batch that is in the store.</summary>
    public long Sequence { get; private set; }

    /// <summary>The usage that the fleet has counted, as far as it is known; null before the store has answered.</summary>
    public FleetRecord? Known => _known;

    /// <summary>The time, by the store's clock, up to which that is known.</summary>
    public DateTimeOffset KnownAt => new(Interlocked.Read(ref _knownAt), TimeSpan.Zero);

    /// <summary>Does not wait for the hour: something has happened that others would like to know.</summary>
    public void Hurry() => _isHurried = true;

    /// <summary>Goes to the store when it is time to.</summary>
    /// <param name="next">Returns the batch to send.</param>
    /// <param name="learn">Takes what the fleet has counted, and true when the batch is part of it.</param>
    public void Tick(Func<UsageBatch> next, Action<FleetRecord, bool> learn)
    {
        // A store that could not be reached is not asked more often because a flag is.
        var wait = _isHurried && !_hasFailed && _known is not null ? TimeSpan.Zero : _wait;
        if (_running.IsCompleted && clock.GetElapsedTime(_ranAt) >= wait)
        {
            _isHurried = false;
            _running = RunAsync(next, learn, _end.Token);
        }
    }

    /// <summary>Sends what is left, for a moment.</summary>
    /// <param name="next">Returns the batch to send.</param>
    /// <param name="learn">Takes what the fleet has counted, and true when the batch is part of it.</param>
    public void End(Func<UsageBatch> next, Action<FleetRecord, bool> learn)
    {
        _end.CancelAfter(LastPatience);
        Task.Run(LastAsync).Wait(LastPatience + TimeSpan.FromSeconds(1));

        async Task LastAsync()
        {
            await _running.ConfigureAwait(false);
            if (await RunAsync(next, learn, _end.Token).ConfigureAwait(false) is { } writer && writer != Writer)
            {
                // That was what an earlier run had left.
                await RunAsync(next, learn, _end.Token).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _end.Dispose();

    // Returns whose batch is in the store now; null for none.
    private async Task<string?> RunAsync(Func<UsageBatch> next, Action<FleetRecord, bool> learn, CancellationToken end)
    {
        string? sent = null;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, end);
        try
        {
            var batch = next();
            if (!await SendAsync(batch, stop.Token).ConfigureAwait(false))
            {
                throw new IOException($"The usage '{name}' was changed by others {MostTries} times in a row.");
            }

            Sequence = batch.Writer == Writer ? batch.Sequence : Sequence;
            sent = batch.Writer;
            _hasFailed = false;

            // What an earlier run had left is there: this one's own comes next.
            _wait = sent == Writer ? jitter.Between(0.8 * Period, 1.2 * Period) : TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _wait = jitter.Between(0.8 * Backoff, 1.2 * Backoff);
            if (!_hasFailed)
            {
                _hasFailed = true;
                Log.UsageNotShared(logger, name, exception);
            }
        }
        finally
        {
            _ranAt = clock.GetTimestamp();
        }

        if (_known is { } known)
        {
            learn(known, sent is not null);
        }

        return sent;
    }

    private async Task<bool> SendAsync(UsageBatch batch, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var (stored, damaged) = await _copy.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (damaged is not null)
            {
                LogUnreadable(damaged.Version);
            }

            // Also of a version that is there in part the number counts: the next one goes above it.
            var version = stored?.Version ?? damaged?.Version ?? 0;
            var now = clock.GetUtcNow();
            var at = stored?.At ?? now;
            var record = stored is null ? FleetRecord.None : Parse(stored).Until(at);
            record = _known is { } known ? FleetRecord.Max(known, record) : record;
            if (stored is not null)
            {
                Know(record, at);
            }

            if (record.Has(batch))
            {
                return true;
            }

            record = record.With(batch, now, at);
            var next = new StoredDocument(name, DocumentNames.VersionAfter(name, version), default, Author, Author, UsageStateJson.Write(record));
            var write = await store.ReplaceAsync(next, version, cancellationToken).ConfigureAwait(false);
            if (write is { IsWritten: true, Current: { } written })
            {
                Know(record.Until(written.At), written.At);
                return true;
            }
        }

        return false;
    }

    private FleetRecord Parse(StoredDocument stored)
    {
        if (UsageStateJson.ReadFleet(stored.Utf8Json.Span) is { } record)
        {
            return record;
        }

        LogUnreadable(stored.Version);
        return FleetRecord.None;
    }

    private void LogUnreadable(long version)
    {
        if (_unreadable != version)
        {
            _unreadable = version;
            Log.FleetUsageUnreadable(logger, name, version);
        }
    }

    private void Know(FleetRecord record, DateTimeOffset at)
    {
        Interlocked.Exchange(ref _knownAt, at.UtcTicks);
        _known = record;
    }
}
