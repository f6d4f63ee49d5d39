using GrayFlags.Documents.Problems;
using GrayFlags.Providers;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Builds the status of the rules, and reports changes to the log and the app. Changed by the updater only, under its lock.</summary>
internal sealed class UpdaterStatus : IDisposable
{
    private readonly SnapshotStore _store;
    private readonly RulesPublisher _publisher;
    private readonly IRuleProvider[] _providers;
    private readonly ProviderSlots _slots;
    private readonly StatusLog _log;
    private readonly StatusObservers _observers;
    private readonly ExpiryReminders _reminders;
    private readonly DateTimeOffset _startedAt;
    private volatile GrayFlagsStatus _latest;
    private GrayFlagsStatus? _reported;

    public UpdaterStatus(
        SnapshotStore store, RulesPublisher publisher, IRuleProvider[] providers, ProviderSlots slots, TimeProvider clock, ILogger logger, Action reminded)
    {
        _store = store;
        _publisher = publisher;
        _providers = providers;
        _slots = slots;
        _log = new StatusLog(logger);
        _observers = new StatusObservers(logger);
        _reminders = new ExpiryReminders(clock, reminded);
        _startedAt = clock.GetUtcNow();
        _latest = Describe(_startedAt);
    }

    /// <summary>The status as last built. Thread-safe.</summary>
    public GrayFlagsStatus Latest => _latest;

    public IDisposable Add(Action<GrayFlagsStatus> handler) => _observers.Add(handler);

    /// <summary>Builds the status without reporting it.</summary>
    public void Look(DateTimeOffset now) => _latest = Describe(now);

    /// <summary>Builds the status, and reports changes since the last one to the log and the app.</summary>
    public void Report(DateTimeOffset now)
    {
        _reminders.Schedule(now, _store.Current.RuleSet);
        var seen = _latest;

        // Of the first report every warning is news.
        var before = _reported ?? seen with { Warnings = [] };
        var status = Describe(now);
        _latest = _reported = status;
        _log.Write(before, status);
        if (StatusLog.Differs(before, status) || StatusLog.Differs(seen, status))
        {
            _observers.Post(status);
        }
    }

    public void Dispose() => _reminders.Dispose();

    private GrayFlagsStatus Describe(DateTimeOffset now)
    {
        var snapshot = _store.Current;
        var unreadable = UnreadableSwitches().ToList();
        var isWell = _publisher.Closed is null && unreadable.Count == 0 && _slots.All.All(slot => slot.IsWell);
        if (snapshot.RuleSet is null)
        {
            _store.NotReadyReason = NotReadyText.Of(_slots.All);
        }

        string[] missing = [.. NotReadyText.Missing(_slots.All)];
        return new GrayFlagsStatus
        {
            State = snapshot.RuleSet is null ? GrayFlagsState.NotReady : isWell ? GrayFlagsState.Ready : GrayFlagsState.Degraded,
            AsOf = now,
            Version = snapshot.RuleSet?.Version ?? "",
            Generation = snapshot.Generation,
            FlagCount = snapshot.RuleSet?.Flags.All.Count ?? 0,
            ChangedAt = _publisher.ChangedAt,
            Pin = _publisher.State.Pin,
            TurnedOff = _publisher.State.AllTurnedOff,
            Providers = [.. _slots.All.Select((slot, place) => slot.Status(_startedAt, (_providers[place] as IPolledProvider)?.MaxSilence))],
            Missing = missing,
            Warnings =
            [
                .. Closed(),
                .. unreadable,
                .. Absent(),
                .. missing,
                .. _slots.All.SelectMany(slot => slot.Warnings),
                .. _publisher.Warnings,
                .. ExpiryReminders.At(now, snapshot.RuleSet),
            ],
        };
    }

    private IEnumerable<string> Absent() => _publisher.AbsentSources.Select(source =>
        $"off: what '{LogSafeText.Escape(source)}' had switched off holds, though that source is not there any more, "
            + "until every source of today has brought a good document");

    private IEnumerable<string> UnreadableSwitches() => _providers.OfType<StoredRuleProvider>()
        .Where(static stored => stored.Switches.IsUnreadable)
        .Select(static stored =>
            $"off: the fleet's kill switch in '{LogSafeText.Escape(stored.Name)}' cannot be read; what is known of it, and what it still names, holds");

    private IEnumerable<string> Closed() =>
        _publisher.Closed is { } why ? [$"every flag is off until the pin is removed or moved to another version: {why}"] : [];
}
