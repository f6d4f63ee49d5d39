using GrayFlags.Documents;
using GrayFlags.Publishing;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Takes documents from providers, compiles and publishes them; after any failure the last good rule set stays live.</summary>
/// <remarks>
/// Works in two steps. An arriving document is taken at once, with its kill switch, under a lock held only briefly. A second step, which compiles and
/// may take long, settles which documents go live. Kill switches, pins and the end of the program wait for the first step at most.
/// </remarks>
internal sealed partial class RuleSetUpdater : IDisposable
{
    private readonly object _gate = new();
    private readonly SnapshotStore _store;
    private readonly RulesPublisher _publisher;
    private readonly StateStore? _saved;
    private readonly UpdaterOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly UpdaterStatus _status;
    private readonly IRuleProvider[] _providers;
    private readonly ProviderSlots _slots;
    private readonly ProviderLoop[] _loops;
    private readonly Turns _settling;
    private readonly StartPhase _start = new();
    private readonly LastChoice _choice;
    private bool _isDisposed;

    public RuleSetUpdater(
        SnapshotStore store, IEnumerable<IRuleProvider> providers, UpdaterOptions options, StateStore? saved, TimeProvider clock, ILogger logger)
    {
        _store = store;
        _saved = saved;
        _publisher = new RulesPublisher(store, options, saved, clock, logger);
        _options = options;
        _clock = clock;
        _logger = logger;
        _settling = new Turns(Settle, exception => Log.SettleFailed(logger, exception));
        _providers = [.. providers];
        _choice = new LastChoice(_providers);
        _slots = new ProviderSlots(_providers, options, saved);
        _loops = [.. _providers.Select((provider, place) => new ProviderLoop(provider, clock, logger, load => Accept(place, load), SettledAsync))];
        Fleet = FleetDocument?.Switches;
        _status = new UpdaterStatus(store, _publisher, _providers, _slots, clock, logger, ReportAgain);
    }

    /// <summary>The current status.</summary>
    public GrayFlagsStatus Status => _status.Latest with { AsOf = _clock.GetUtcNow(), ConditionFailures = _options.Rules.Custom.Failures };

    /// <summary>A task that completes when rules are live for the first time.</summary>
    public Task Ready => _publisher.Ready;

    public IReadOnlyList<RulesVersion> Versions => _publisher.Versions;

    public LiveDocument? Published => _publisher.Live;

    public RulesPin? Pin => _publisher.State.Pin;

    public IReadOnlyList<TurnedOffFlag> TurnedOff => _publisher.State.AllTurnedOff;

    /// <summary>The kill switch that this process shares with others; null where documents are not shared.</summary>
    public FleetSwitchboard? Fleet { get; }

    /// <summary>The document whose readers are the fleet: the first one from a store; null without any.</summary>
    public StoredRuleProvider? FleetDocument => _providers.OfType<StoredRuleProvider>().FirstOrDefault();

    /// <summary>The timestamp of the start.</summary>
    public long StartedAt { get; private set; }

    /// <summary>A task that completes when the result of every provider's first load is settled, successful or not.</summary>
    public Task FirstLoads => Task.WhenAll(_loops.Select(loop => loop.FirstLoad));

    /// <summary>A task that completes when every provider has finished its first load, or has a last known good document to serve meanwhile.</summary>
    public Task FirstDocuments { get; private set; } = Task.CompletedTask;

    public IDisposable OnChange(Action<GrayFlagsStatus> handler) => _status.Add(handler);

    /// <summary>Watches and loads every provider. Synchronous loads are live when this returns, unless they exceed the start timeout.</summary>
    /// <exception cref="GrayDocumentException">A document is invalid, and there is no fallback.</exception>
    public void Start()
    {
        StartedAt = _clock.GetTimestamp();
        lock (_gate)
        {
            _start.IsLoading = true;
            _publisher.Restore();
            _slots.Remember(_publisher.State.Off);
            Fleet?.Connect(_publisher.State.Fleet ?? FleetSwitches.None, () => _publisher.State.TurnedOff, Take);
        }

        Array.ForEach(_loops, static loop => loop.Start());

        // Only now, because the first document may refer to a segment of the last.
        lock (_gate)
        {
            _start.IsLoading = false;
            _slots.FallBack();
        }

        FirstDocuments = WaitForFirstDocuments();
        var settled = _settling.RunApart();
        settled.WaitAsync(_options.StartTimeout, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        if (FirstLoads.IsCompleted)
        {
            ThrowIfStartIsRefused();
        }
    }

    /// <summary>Throws when a first load failed without a fallback; call it after the first loads.</summary>
    /// <exception cref="GrayDocumentException">A document is invalid, and there is no fallback.</exception>
    public void ThrowIfStartIsRefused()
    {
        lock (_gate)
        {
            if (Pin is null && !_options.StartEmptyOnInvalidDocument && _slots.WithoutFallback is { Count: > 0 } problems)
            {
                throw new GrayDocumentException(problems);
            }
        }
    }

    public void Dispose()
    {
        Array.ForEach(_loops, static loop => loop.Dispose());

        lock (_gate)
        {
            _isDisposed = true;
            _status.Dispose();
        }

        _saved?.Dispose();
    }

    /// <summary>The reasons for which a document would be refused in place of a provider's, beside those of the others that serve.</summary>
    /// <param name="provider">The provider's name; a document of no provider is checked alone.</param>
    /// <param name="document">The document.</param>
    public IReadOnlyList<DocumentProblem> FindProblems(string provider, FlagDocument document) =>
        RuleSetSelector.FindProblems(CopyOfSlots(), provider, document, _store, _options.Rules);

    /// <summary>The rules that a document would make in place of a provider's, beside those of the others that serve.</summary>
    /// <param name="provider">The provider's name; a document of no provider is taken alone.</param>
    /// <param name="document">The document.</param>
    public RulesDraft Draft(string provider, FlagDocument document) =>
        RuleSetSelector.Draft(CopyOfSlots(), provider, document, [.. TurnedOff.Select(static off => off.Flag)], _store, _options.Rules);

    /// <summary>The merged document of a version that is kept; null when there is none.</summary>
    public FlagDocument? DocumentOf(string version)
    {
        lock (_gate)
        {
            return _publisher.Find(version)?.Document;
        }
    }

    /// <summary>Settles which documents go live. The task completes when the newest are live, as far as possible.</summary>
    public Task SettledAsync() => _start.IsLoading ? _start.Ended : _settling.Run();

    /// <summary>A task that completes when every change so far is on disk or has failed.</summary>
    public Task SavedAsync() => _saved?.SavedAsync() ?? Task.CompletedTask;

    /// <summary>A task that completes when an operator's decision is on disk, and fails when it cannot be saved.</summary>
    /// <param name="what">The decision in force.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GrayNotSavedException">The decision could not be saved in time.</exception>
    public Task OperatorSavedAsync(string what, CancellationToken cancellationToken) =>
        _saved?.OperatorSavedAsync(what, _logger, cancellationToken) ?? Task.CompletedTask;

    private ProviderSlot[] CopyOfSlots()
    {
        lock (_gate)
        {
            return _slots.Copy();
        }
    }

    private void Accept(int place, LoadResult load)
    {
        // Outside the lock: it may have to write a large document.
        var document = load.Outcome == LoadOutcome.Loaded ? FingerprintedDocument.TryCreate(load) : null;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var now = _clock.GetUtcNow();
            var isCompiling = _slots.Take(place, load, document, now);
            if (_start.IsLoading)
            {
                _start.Took(_loops[place]);
                return;
            }

            _publisher.Refresh(_slots.All, _slots.AreSettled);
            if (isCompiling)
            {
                // Subscribers are notified once it is settled; until then only a direct read shows it.
                _status.Look(now);
                return;
            }
        }

        TellProviders();
        ReportAgain();
    }

    private void Settle()
    {
        try
        {
            SettleAll();
        }
        finally
        {
            EndStart();
        }
    }

    private void SettleAll()
    {
        ProviderSlot[] slots;
        RulesHistory.Entry? awaited;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            (slots, awaited) = (_slots.Copy(), _publisher.Awaited);
        }

        if (awaited is not null)
        {
            var result = awaited.Compile(_options.Rules);
            lock (_gate)
            {
                _publisher.TakeAwaited(awaited, result);
            }
        }

        if (Pin is not null && slots.Any(slot => slot.IsUnproven))
        {
            // A flag that a document behind a pin no longer switches off comes on only when the document is known to be good.
            SettleNewest(slots, isPinned: true);
        }
        else if (Pin is null && slots.Any(slot => slot.IsPending))
        {
            SettleNewest(slots, isPinned: false);
            lock (_gate)
            {
                slots = _slots.WithSavedInPlace();
            }

            if (slots.Length > 0)
            {
                SettleNewest(slots, isPinned: false);
            }
        }

        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            HoldForPin(_clock.GetUtcNow());
            _publisher.Refresh(_slots.All, _slots.AreSettled || Pin is null);
        }

        // Before the status is published: its observers may rely on it.
        TellProviders();
        ReportAgain();
    }

    private void EndStart()
    {
        if (_start.HasEnded)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var slot in _slots.All.Where(slot => slot.IsServingSaved))
            {
                Log.LastKnownGoodServes(_logger, slot.Name, slot.SavedAt);
            }

            _start.End();
        }
    }

    private void SettleNewest(ProviderSlot[] slots, bool isPinned)
    {
        var selection = _choice.Choose(slots, _store, _options.Rules);
        lock (_gate)
        {
            if (_isDisposed || Pin is null == isPinned)
            {
                return;
            }

            _slots.Settle(slots, selection, isPinned, _clock.GetUtcNow());
            if (selection.RuleSet is { } ruleSet && !isPinned)
            {
                string[] sources = [.. _slots.All.Where(slot => slot.Serving is not null).Select(slot => slot.Name)];
                _publisher.Take(new LiveRules(ruleSet, selection.Document, selection.Fingerprint, sources) { Warnings = selection.Warnings });
            }
        }
    }

    private void HoldForPin(DateTimeOffset now)
    {
        if (Pin is not null)
        {
            _slots.HoldForPin(now);
        }
    }

    private async Task WaitForFirstDocuments()
    {
        await _start.Ended.ConfigureAwait(false);
        List<Task> awaited;
        lock (_gate)
        {
            awaited = Pin is null ? [.. _loops.Where((_, place) => _slots.All[place].Serving is null).Select(loop => loop.FirstLoad)] : [];
        }

        await Task.WhenAll(awaited).ConfigureAwait(false);
    }

    // Outside the lock, because the callback is the provider's code.
    private void TellProviders()
    {
        for (var place = 0; place < _providers.Length; place++)
        {
            Action? due;
            lock (_gate)
            {
                due = _slots.TakeDue(place);
            }

            if (due is not null)
            {
                _loops[place].Tell(due);
            }
        }
    }

    private void ReportAgain()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _status.Report(_clock.GetUtcNow());
            }
        }
    }
}
