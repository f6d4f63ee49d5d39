using GrayFlags.Documents;
using GrayFlags.Providers;
using GrayFlags.Rules;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>Takes what providers bring, compiles it and publishes it; whatever goes wrong leaves the last good rule set serving.</summary>
internal sealed class RuleSetUpdater : IDisposable
{
    private readonly object _applying = new();
    private readonly SnapshotStore _store;
    private readonly UpdaterOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StatusObservers _observers;
    private readonly ProviderSlot[] _slots;
    private readonly ProviderLoop[] _loops;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile GrayFlagsStatus _status;
    private IReadOnlyList<string> _off = [];
    private IReadOnlyList<string> _warnings = [];
    private DateTimeOffset? _changedAt;
    private long _arrivals;
    private bool _isStarting;

    public RuleSetUpdater(SnapshotStore store, IEnumerable<IRuleProvider> providers, UpdaterOptions options, TimeProvider clock, ILogger logger)
    {
        _store = store;
        _options = options;
        _clock = clock;
        _logger = logger;
        _observers = new StatusObservers(logger);
        _slots = [.. providers.Select(provider => new ProviderSlot(provider))];
        _loops = Array.ConvertAll(_slots, slot => new ProviderLoop(slot.Provider, clock, logger, load => Accept(slot, load)));
        _status = Describe(_clock.GetUtcNow());
    }

    /// <summary>The status now.</summary>
    public GrayFlagsStatus Status => _status with { AsOf = _clock.GetUtcNow() };

    /// <summary>Ends when rules are live for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends when the first load of every provider has ended, however it ended.</summary>
    public Task FirstLoads => Task.WhenAll(_loops.Select(loop => loop.FirstLoad));

    public IDisposable OnChange(Action<GrayFlagsStatus> handler) => _observers.Add(handler);

    /// <summary>Watches and loads every provider. What loads at once is live when this returns.</summary>
    /// <exception cref="GrayDocumentException">A document is there but invalid, and there is nothing to fall back to.</exception>
    public void Start()
    {
        lock (_applying)
        {
            _isStarting = true;
        }

        foreach (var loop in _loops)
        {
            loop.Start();
        }

        // Only now: the first document may refer to a segment of the last.
        lock (_applying)
        {
            _isStarting = false;
            Apply();
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

    private void Apply()
    {
        var now = _clock.GetUtcNow();
        var off = _slots.SelectMany(slot => slot.Off).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (_slots.Any(slot => slot.IsPending) || !off.SequenceEqual(_off, StringComparer.Ordinal))
        {
            var selection = RuleSetSelector.Choose(_slots, off, _options.Limits);
            foreach (var slot in _slots)
            {
                if (selection.Chosen.Contains(slot))
                {
                    slot.Serve(now);
                }
                else if (slot.IsPending)
                {
                    slot.Wait(selection.Problems);
                }
            }

            if (selection.RuleSet is not null)
            {
                Publish(selection.RuleSet, selection.Warnings, now);
                _off = off;
            }
        }

        Report(now);
    }

    private void Publish(RuleSet ruleSet, IReadOnlyList<string> warnings, DateTimeOffset now)
    {
        _warnings = warnings;
        if (_store.Current.RuleSet?.Version == ruleSet.Version)
        {
            return;
        }

        _changedAt = now;
        var snapshot = _store.Publish(ruleSet);
        Log.RulesChanged(_logger, ruleSet.Version, ruleSet.Flags.All.Count, snapshot.Generation);
        _ready.TrySetResult();
    }

    private void Report(DateTimeOffset now)
    {
        var before = _status;
        var status = Describe(now);
        _status = status;
        StatusLog.Write(_logger, before, status);
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
            ChangedAt = _changedAt,
            Providers = Array.ConvertAll(_slots, slot => slot.Status()),
            Warnings = [.. _slots.SelectMany(slot => slot.Warnings), .. _warnings],
        };
    }
}
