using System.Globalization;
using GrayFlags.Publishing;
using GrayFlags.Providers;
using GrayFlags.Providers.Http;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags;

/// <summary>
/// Reads rules from a document in a store, which an <see cref="IGrayDocuments"/> publishes. It is told of new versions, and polls beside it. No failure of the
/// store takes the last good document away: a store that is down, has lost the document or offers an older version of it changes nothing.
/// </summary>
/// <remarks>It also obeys the kill switch of the fleet, which <see cref="IGrayRules.TurnOffAsync"/> writes on any instance.</remarks>
public sealed class StoredRuleProvider : IRuleProvider, IPolledProvider, IDisposable
{
    private const double Spread = 0.2;

    // A store that has not answered for so long will not answer; another connection may be better.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BackoffMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(30);

    // A flag that was turned off here and that the store has not got yet is tried more often than rules are asked for.
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    // Fifty instances that are told at once need not ask in the same millisecond, and nobody is to wait for them.
    private static readonly TimeSpan Haste = TimeSpan.FromMilliseconds(100);

    private readonly PatientStore _store;
    private readonly string _document;
    private readonly TimeSpan _interval;
    private readonly string _node;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Jitter _jitter;
    private readonly StoredCopy _copy;
    private readonly StoredMemory _memory;
    private readonly PollSchedule _schedule;
    private int _hasToldOfSwitches;
    private volatile PollTimer? _timer;

    /// <summary>Creates a provider. It asks for nothing before it is loaded.</summary>
    /// <param name="store">The store. It is not disposed.</param>
    /// <param name="options">The document and how often to ask for it; copied.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The options are not good.</exception>
    public StoredRuleProvider(IDocumentStore store, StoredRuleProviderOptions options, TimeProvider clock, ILogger logger)
        : this(store, options, Environment.MachineName, clock, logger, Jitter.Create())
    {
    }

    internal StoredRuleProvider(
        IDocumentStore store, StoredRuleProviderOptions options, string instance, TimeProvider clock, ILogger logger, Jitter jitter)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        DocumentNames.ThrowIfNoName(options.Document, nameof(options));
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException($"The options of the stored document are not valid: {problem}.", nameof(options));
        }

        _store = new PatientStore(store);
        _document = options.Document;
        _interval = options.PollInterval;

        // In each container the process is the first one, and a name that was set is that of all of them.
        _node = string.Create(CultureInfo.InvariantCulture, $"{instance}:{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..4]}");
        _clock = clock;
        _logger = logger;
        _jitter = jitter;
        Name = NameOf(_document);
        _copy = new StoredCopy(_store, _document);
        _memory = new StoredMemory(Name, options.Limits);
        _schedule = new PollSchedule(_interval, Spread, BackoffMin, BackoffMax, jitter);
        Switches = new FleetSwitchboard(_store, _document, logger, () => _timer?.Hasten());
    }

    /// <summary>The document's name after <c>store:</c>.</summary>
    public string Name { get; }

    TimeSpan IPolledProvider.MaxSilence => (2 * (1 + Spread) * (_interval > BackoffMax ? _interval : BackoffMax)) + Patience;

    internal string Document => _document;

    internal FleetSwitchboard Switches { get; }

    /// <summary>The store, whose calls end with their tokens.</summary>
    internal IDocumentStore Store => _store;

    internal static string NameOf(string document) => "store:" + document;

    /// <inheritdoc/>
    public async ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken)
    {
        var outcome = PollOutcome.Failed;
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // The kill switch first: a document may take long.
            var load = await ReadAsync(stop.Token).ConfigureAwait(false);
            outcome = PollOutcome.Answered;
            return load;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return LoadResult.Unavailable($"the store has not answered for {Patience.TotalSeconds} s");
        }
        finally
        {
            var next = _schedule.Next(outcome);
            _timer?.Arm(outcome == PollOutcome.Failed ? Sooner(next) : next, mayHasten: true);
        }
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        var timer = new PollTimer(_clock, _jitter, changed, Haste);
        _timer = timer;
        string[] names = [_document, DocumentNames.SwitchesOf(_document)];
        return new StoreWatch(timer, [.. names.Select(name => TryWatch(name, timer.Hasten)).OfType<IDisposable>()]);
    }

    /// <summary>Stops polling.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        Switches.Dispose();
    }

    private async Task<LoadResult> ReadAsync(CancellationToken cancellationToken)
    {
        // One that cannot be read takes no rules away: what is known of it goes on holding.
        Exception? failure = null;
        try
        {
            await Switches.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failure = exception;
        }

        var (stored, damaged) = await _copy.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (failure is not null && Interlocked.Exchange(ref _hasToldOfSwitches, 1) == 0)
        {
            Log.FleetSwitchesNotRead(_logger, DocumentNames.SwitchesOf(_document), failure);
        }
        else if (failure is null)
        {
            Volatile.Write(ref _hasToldOfSwitches, 0);
        }

        // Also with a version of which a part is lost: the instance is there all the same.
        await JoinAsync(cancellationToken).ConfigureAwait(false);
        return damaged is null ? _memory.Take(stored, _document, () => _ = SayAsync()) : _memory.Keep(damaged.Reason);
    }

    private TimeSpan Sooner(TimeSpan next)
    {
        if (!Switches.IsWaiting)
        {
            return next;
        }

        var soon = _jitter.Between(BetweenWrites, 2 * BetweenWrites);
        return soon < next ? soon : next;
    }

    // For others to see; an instance that may not write, or whose store is away, follows the rules all the same.
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _store.JoinAsync(_document, Presence(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
        }
    }

    private async Task SayAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _clock);
        await JoinAsync(patience.Token).ConfigureAwait(false);
    }

    private DocumentMember Presence() => new(_node, _memory.Version, DocumentSchema.Minor, DocumentSchema.Library);

    private IDisposable? TryWatch(string name, Action changed)
    {
        try
        {
            return _store.Watch(name, changed);
        }
        catch (Exception exception)
        {
            Log.StoreNotWatched(_logger, Name, exception);
            return null;
        }
    }

    private sealed class StoreWatch(PollTimer timer, IReadOnlyList<IDisposable> watches) : IDisposable
    {
        public void Dispose()
        {
            timer.Dispose();
            foreach (var watch in watches)
            {
                watch.Dispose();
            }
        }
    }
}
