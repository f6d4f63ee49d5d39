using GrayFlags.Documents;
using GrayFlags.Providers;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>Takes what providers bring, compiles it and publishes it; whatever goes wrong leaves the last good rule set serving.</summary>
internal sealed class RuleSetUpdater : IDisposable
{
    private readonly object _applying = new();
    private readonly SnapshotStore _store;
    private readonly RulesPublisher _publisher;
    private readonly SavedRules? _saved;
    private readonly UpdaterOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StatusLog _statusLog;
    private readonly StatusObservers _observers;
    private readonly ExpiryReminders _reminders;
    private readonly ProviderSlot[] _slots;
    private readonly ProviderLoop[] _loops;
    private volatile GrayFlagsStatus _status;
    private IReadOnlyList<string> _off = [];
    private IReadOnlyList<string> _warnings = [];
    private RulesPin? _livePin;
    private long _arrivals;
    private bool _isStarting;

    public RuleSetUpdater(SnapshotStore store, IEnumerable<IRuleProvider> providers, UpdaterOptions options, SavedRules? saved, TimeProvider clock, ILogger logger)
    {
        _store = store;
        _saved = saved;
        _publisher = new RulesPublisher(store, options, saved, clock, logger);
        _options = options;
        _clock = clock;
        _logger = logger;
        _statusLog = new StatusLog(logger);
        _observers = new StatusObservers(logger);
        _reminders = new ExpiryReminders(clock, ReportAgain);
        _slots = [.. providers.Select(provider => new ProviderSlot(provider, options, clock.GetUtcNow()))];
        _loops = Array.ConvertAll(_slots, slot => new ProviderLoop(slot.Provider, clock, logger, load => Accept(slot, load)));
        _status = Describe(_clock.GetUtcNow());
    }

    /// <summary>The status now.</summary>
    public GrayFlagsStatus Status => _status with { AsOf = _clock.GetUtcNow(), ConditionFailures = _options.Rules.Custom.Failures };

    /// <summary>Ends when rules are live for the first time.</summary>
    public Task Ready => _publisher.Ready;

    public IReadOnlyList<RulesVersion> Versions => _publisher.Versions;

    public RulesPin? Pin => _publisher.Pin;

    /// <summary>Ends when the first load of every provider has ended, however it ended.</summary>
    public Task FirstLoads => Task.WhenAll(_loops.Select(loop => loop.FirstLoad));

    /// <summary>Ends when every provider has ended its first load, or has a last known good document to serve meanwhile.</summary>
    public Task FirstDocuments { get; private set; } = Task.CompletedTask;

    public IDisposable OnChange(Action<GrayFlagsStatus> handler) => _observers.Add(handler);

    /// <summary>Watches and loads every provider. What loads at once is live when this returns.</summary>
    /// <exception cref="GrayDocumentException">A document is there but invalid, and there is nothing to fall back to.</exception>
    public void Start()
    {
        lock (_applying)
        {
            _isStarting = true;
            _publisher.Restore();
            RememberSaved();
        }

        foreach (var loop in _loops)
        {
            loop.Start();
        }

        // Only now: the first document may refer to a segment of the last.
        lock (_applying)
        {
            _isStarting = false;
            FallBackToSaved();
            var isWaiting = _publisher.Pin is null;
            FirstDocuments = Task.WhenAll(_loops.Where((_, index) => isWaiting && _slots[index].Serving is null).Select(loop => loop.FirstLoad));
        }

        TellProviders();
        if (FirstLoads.IsCompleted)
        {
            ThrowIfStartIsRefused();
        }
    }

    /// <summary>To be asked when the first loads have ended.</summary>
    /// <exception cref="GrayDocumentException">A document is there but invalid, and there is nothing to fall back to.</exception>
    public void ThrowIfStartIsRefused()
    {
        lock (_applying)
        {
            if (_publisher.Pin is not null)
            {
                return;
            }

            var problems = _slots.Where(slot => slot.Serving is null && slot.State is ProviderState.Invalid or ProviderState.Waiting).SelectMany(slot => slot.Problems).ToList();
            if (problems.Count > 0 && !_options.StartEmptyOnInvalidDocument)
            {
                throw new GrayDocumentException(problems);
            }
        }
    }

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }

        _saved?.Dispose();
        lock (_applying)
        {
            _reminders.Dispose();
        }
    }

    /// <summary>Makes an earlier version serve and holds it. False when there is no such version.</summary>
    public bool Rollback(string version, string by, string reason) => Operate(() => _publisher.TryPin(version, by, reason));

    /// <summary>Lets the newest rules serve again. False when no pin holds.</summary>
    public bool Unpin(string by, string reason) => Operate(() => _publisher.TryUnpin(by, reason));

    /// <summary>Takes a document that is held back. False when the provider has none.</summary>
    public bool AcceptHeld(string provider, string by, string reason) => Operate(() =>
    {
        var isAccepted = _slots.Any(slot => slot.Name == provider && slot.AcceptHeld(++_arrivals));
        if (isAccepted)
        {
            Log.HeldAccepted(_logger, provider, by, reason);
        }

        return isAccepted;
    });

    private bool Operate(Func<bool> change)
    {
        bool isChanged;
        lock (_applying)
        {
            isChanged = change();
            if (isChanged)
            {
                Apply();
            }
        }

        TellProviders();
        return isChanged;
    }

    private void Accept(ProviderSlot slot, DocumentLoad load)
    {
        lock (_applying)
        {
            slot.Take(load, ++_arrivals, _clock.GetUtcNow());
            if (_isStarting)
            {
                return;
            }

            Apply();
        }

        TellProviders();
    }

    // Outside the lock: what a provider does with it is its own affair.
    private void TellProviders()
    {
        foreach (var slot in _slots)
        {
            Action? serving;
            lock (_applying)
            {
                serving = slot.TakeServing();
            }

            try
            {
                serving?.Invoke();
            }
            catch (Exception exception)
            {
                Log.AcceptFailed(_logger, slot.Name, exception);
            }
        }
    }

    private void RememberSaved()
    {
        foreach (var slot in _slots)
        {
            if (_saved?.ReadDocument(slot.Name) is var (document, savedAt))
            {
                slot.Remember(document, savedAt);
            }
        }
    }

    // Where the source has brought nothing that can serve. What it brings later replaces this as any newer document would.
    private void FallBackToSaved()
    {
        foreach (var slot in _slots)
        {
            slot.TakeSaved();
        }

        Apply();
        var replaced = _slots.Where(slot => slot.ReplaceBySaved()).ToList();
        if (replaced.Count > 0)
        {
            Apply();
            replaced.ForEach(slot => slot.PutBack());
            Apply();
        }

        foreach (var slot in _slots.Where(slot => slot.IsServingSaved))
        {
            Log.LastKnownGoodServes(_logger, slot.Name, slot.Status().SavedAt!.Value);
        }
    }

    private void Apply()
    {
        var now = _clock.GetUtcNow();
        var pin = _publisher.Pin;

        // Documents wait for a pin, their kill switches do not.
        var off = RuleSetSelector.Union(_slots.SelectMany(slot => pin is null ? slot.Off : slot.OffOfNewest));
        var isOffChanged = !off.SequenceEqual(_off, StringComparer.Ordinal);
        if (pin is not null)
        {
            if (isOffChanged || pin != _livePin)
            {
                _publisher.PublishPinned(off);
                _off = off;
            }

            foreach (var slot in _slots.Where(slot => slot.IsPending))
            {
                slot.WaitForUnpin();
            }

            _livePin = pin;
        }
        else if (isOffChanged || _livePin is not null || _slots.Any(slot => slot.IsPending))
        {
            _livePin = null;
            ApplyNewest(now);
        }

        Report(now);
    }

    private void ApplyNewest(DateTimeOffset now)
    {
        var selection = RuleSetSelector.Choose(_slots, _store, _options.Rules);
        foreach (var slot in _slots)
        {
            if (selection.Chosen.Contains(slot))
            {
                slot.Serve(now);
                if (!slot.IsServingSaved && slot.Serving is { } serving)
                {
                    _saved?.SaveDocument(slot.Name, serving, now);
                }
            }
            else if (slot.IsPending)
            {
                slot.Wait(selection.Problems);
            }
        }

        if (selection.RuleSet is not { } ruleSet)
        {
            return;
        }

        _off = selection.Off;
        _warnings = selection.Warnings;
        if (_store.Current.RuleSet?.Version != ruleSet.Version)
        {
            _publisher.Publish(ruleSet, selection.Document, selection.Fingerprint, [.. _slots.Where(slot => slot.Serving is not null).Select(slot => slot.Name)]);
        }
    }

    private void ReportAgain()
    {
        lock (_applying)
        {
            Report(_clock.GetUtcNow());
        }
    }

    private void Report(DateTimeOffset now)
    {
        _reminders.Schedule(now, _store.Current.RuleSet);
        var before = _status;
        var status = Describe(now);
        _status = status;
        _statusLog.Write(before, status);
        if (StatusLog.Differs(before, status))
        {
            _observers.Post(status);
        }
    }

    private GrayFlagsStatus Describe(DateTimeOffset now)
    {
        var snapshot = _store.Current;
        var isWell = _slots.All(slot => slot.State is ProviderState.Good or ProviderState.Nothing);
        return new GrayFlagsStatus
        {
            State = snapshot.RuleSet is null ? GrayFlagsState.NotReady : isWell ? GrayFlagsState.Ready : GrayFlagsState.Degraded,
            AsOf = now,
            Version = snapshot.RuleSet?.Version ?? "",
            Generation = snapshot.Generation,
            FlagCount = snapshot.RuleSet?.Flags.All.Count ?? 0,
            ChangedAt = _publisher.ChangedAt,
            Pin = _publisher.Pin,
            Providers = Array.ConvertAll(_slots, slot => slot.Status()),
            Warnings = [.. _slots.SelectMany(slot => slot.Warnings), .. _warnings, .. ExpiryReminders.At(now, _store.Current.RuleSet)],
        };
    }
}
