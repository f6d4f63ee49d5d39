using System.Diagnostics.Metrics;
using GrayFlags.Rules.Counting;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Usage;

/// <summary>Measures usage: reads the counters of answers each ten seconds, keeps them by day, saves them, and warns of stale flags once a day.</summary>
internal sealed class UsageMeter : IGrayUsage, IDisposable
{
    /// <summary>The number of flags that are measured; more are not.</summary>
    public const int MostFlags = 10_000;

    private const int MostNamed = 10;

    private static readonly TimeSpan SavePeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WarningPeriod = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, FlagLedger> _ledgers = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<DateOnly> _days;
    private readonly SnapshotStore _store;
    private readonly Func<IReadOnlyList<FlagSummary>> _flags;
    private readonly UsageFile _file;
    private readonly FleetUsage? _fleet;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly UsageListener _listener;
    private readonly ITimer _timer;
    private readonly DateTimeOffset _begunAt;
    private DateTimeOffset _savedAt;
    private DateTimeOffset? _warnedAt;
    private DateOnly? _lookedOn;
    private bool _hasFailed;
    private UsageBatch? _batch;
    private int _isBusy;
    private int _isDisposed;

    /// <param name="counted">The instrument for which answers are counted.</param>
    /// <param name="store">The live rules and their counters.</param>
    /// <param name="flags">The flags of the live rules with the words of their authors.</param>
    /// <param name="file">The file that outlives the process.</param>
    /// <param name="fleet">What all instances of the fleet have counted; null for a process that is alone.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    public UsageMeter(
        Instrument counted,
        SnapshotStore store,
        Func<IReadOnlyList<FlagSummary>> flags,
        UsageFile file,
        FleetUsage? fleet,
        TimeProvider clock,
        ILogger logger)
    {
        (_store, _flags, _file, _fleet, _clock, _logger) = (store, flags, file, fleet, clock, logger);
        var saved = file.Read();
        foreach (var (name, flag) in saved.Flags.Take(MostFlags))
        {
            _ledgers[name] = FlagLedger.Of(flag, isShared: fleet is not null);
        }

        _days = [.. saved.Days];
        if (fleet is not null && saved.Writer is { } writer)
        {
            // What an earlier run has counted and may have sent: under its name, so that it is not counted twice.
            _batch = BatchOf(writer, saved.Sequence + 1);
        }

        _warnedAt = saved.WarnedAt;
        _begunAt = _savedAt = clock.GetUtcNow();

        // Somebody may have listened before: those answers have no time.
        Read(_begunAt, isFirst: true);
        _listener = new UsageListener(counted);
        _timer = clock.CreateTimer(static state => ((UsageMeter)state!).Tick(), this, FlagLedger.Step, FlagLedger.Step);
    }

    public bool IsMeasured => true;

    public bool IsOfFleet => _fleet is not null;

    public IReadOnlyList<FlagUsage> GetAll()
    {
        var flags = _flags();
        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            Read(now);
            return [.. flags.Select(flag => Describe(flag, now)).OfType<FlagUsage>()];
        }
    }

    public FlagUsage? GetUsage(string flag)
    {
        if (_flags().FirstOrDefault(each => string.Equals(each.Name, flag, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            return null;
        }

        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            Read(now);
            return Describe(found, now);
        }
    }

    /// <summary>Stops measuring, and saves.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _timer.Dispose();
        _listener.Dispose();
        _fleet?.End(Next, Learn);
        _fleet?.Dispose();
        UsageState state;
        lock (_gate)
        {
            Read(_clock.GetUtcNow());
            state = Save();
        }

        _file.TryWrite(state);
    }

    private void Tick()
    {
        // A disk that hangs holds up one tick, not one thread more every ten seconds.
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            return;
        }

        try
        {
            var now = _clock.GetUtcNow();
            Warn(now);
            UsageState? state;
            lock (_gate)
            {
                Read(now);
                state = (now - _savedAt).Duration() >= SavePeriod ? Save() : null;
            }

            if (state is not null && _file.TryWrite(state))
            {
                _savedAt = now;
            }

            _fleet?.Tick(Next, Learn);
        }
        catch (Exception exception)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                Log.UsageFailed(_logger, exception);
            }
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private void Warn(DateTimeOffset now)
    {
        if (_warnedAt is { } warnedAt && (now - warnedAt).Duration() < WarningPeriod)
        {
            return;
        }

        // Nothing is known yet.
        if (_fleet is { Known: null })
        {
            return;
        }

        // What looks stale goes by days: all flags are described once a day, and not at each tick.
        var today = UsageDays.DayOf(now);
        if (today == _lookedOn)
        {
            return;
        }

        _lookedOn = today;

        // Of those that have expired, the status warns already.
        var stale = GetAll().Where(static flag => flag.Stale is StaleReason.NotAsked or StaleReason.OneAnswer).ToList();
        if (stale.Count == 0)
        {
            return;
        }

        _warnedAt = now;
        var named = string.Join(", ", stale.Take(MostNamed).Select(static flag => $"'{flag.Flag}' ({flag.StaleText})"));
        Log.StaleFlags(_logger, stale.Count, stale.Count > MostNamed ? named + ", …" : named);
    }

    // Needs the gate, but for the first time.
    private void Read(DateTimeOffset now, bool isFirst = false)
    {
        var today = UsageDays.DayOf(now);
        if (_days.Add(today))
        {
            _days.RemoveWhere(day => day.DayNumber <= today.DayNumber - FlagLedger.MostDays);
        }

        var table = _store.Current.Flags;
        var counts = new Dictionary<string, (long On, long Off)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (flag, kind, count) in _store.Answers.Read(table))
        {
            var (on, off) = counts.GetValueOrDefault(flag.Name);
            counts[flag.Name] = EvaluationKind.Parts(kind).Enabled ? (on + count, off) : (on, off + count);
        }

        foreach (var flag in table.All)
        {
            if (LedgerOf(flag.Name, today) is not { } ledger)
            {
                continue;
            }

            ledger.SeenOn = today;
            var (on, off) = counts.GetValueOrDefault(flag.Name);
            if (isFirst)
            {
                ledger.Begin(on, off);
            }
            else
            {
                var asked = ledger.LastAskedAt;
                ledger.Add(on, off, now);
                ledger.Forget(now);
                if (ledger.LastAskedAt != asked && Staleness.IsQuiet(asked, ledger.Since, today))
                {
                    // To others it looks stale: they need not wait an hour for the news.
                    _fleet?.Hurry();
                }
            }
        }
    }

    private FlagLedger? LedgerOf(string name, DateOnly today)
    {
        if (_ledgers.TryGetValue(name, out var ledger))
        {
            return ledger;
        }

        if (_ledgers.Count >= MostFlags)
        {
            RemoveWhere((flag, _) => _store.Current.Flags.Find(flag) is null);
        }

        return _ledgers.Count < MostFlags ? _ledgers[name] = new FlagLedger(today, isShared: _fleet is not null) : null;
    }

    private FlagUsage? Describe(FlagSummary flag, DateTimeOffset now)
    {
        if (!_ledgers.TryGetValue(flag.Name, out var ledger))
        {
            return null;
        }

        var snapshot = _store.Current;
        var steps = ledger.Steps(now);
        var (on, off) = (steps.Sum(static step => step.On), steps.Sum(static step => step.Off));
        var measured = now - _begunAt < FlagLedger.Window ? now - _begunAt : FlagLedger.Window;

        // On a fleet as of the last time that its calls were known, by the clock of the store: while that is away, days that go by tell nothing.
        IReadOnlyCollection<DateOnly> days = _fleet is null ? _days : _fleet.Known?.Days ?? [];
        var until = _fleet is { Known: not null } ? _fleet.KnownAt : now;
        var (reason, text) = Staleness.Of(
            flag, snapshot.Flags.Find(flag.Name), snapshot.Rollout(flag.Name), ledger, days, UsageDays.DayOf(until));
        return new FlagUsage
        {
            Flag = flag.Name,
            Since = ledger.Since,
            LastAskedAt = ledger.LastAskedAt,
            PerMinute = (on + off) / (measured < FlagLedger.Step ? FlagLedger.Step : measured).TotalMinutes,
            On = on,
            Off = off,
            Steps = steps,
            Days = [.. ledger.Days],
            Stale = reason,
            StaleText = text,
        };
    }

    // Flags that have been gone for as long as days are kept are forgotten.
    private UsageState Save()
    {
        var today = UsageDays.DayOf(_clock.GetUtcNow());
        RemoveWhere((_, ledger) => ledger.SeenOn.DayNumber <= today.DayNumber - FlagLedger.MostDays);

        return new UsageState
        {
            Days = [.. _days],
            WarnedAt = _warnedAt,
            Writer = _batch?.Writer ?? _fleet?.Writer,
            Sequence = _batch is { } waiting ? waiting.Sequence - 1 : _fleet?.Sequence ?? 0,
            Flags = _ledgers.ToDictionary(static pair => pair.Key, static pair => pair.Value.Save()),
        };
    }

    // The next batch for the store: the same one until it is known to be there.
    private UsageBatch Next()
    {
        lock (_gate)
        {
            if (_batch is null)
            {
                Read(_clock.GetUtcNow());
                _batch = BatchOf(_fleet!.Writer, _fleet.Sequence + 1);
            }

            return _batch;
        }
    }

    private UsageBatch BatchOf(string writer, long sequence) => new(
        writer, sequence, [.. _days], _ledgers.ToDictionary(static pair => pair.Key, static pair => pair.Value.Send(), StringComparer.OrdinalIgnoreCase));

    // What the fleet has counted, with the batch or without it.
    private void Learn(FleetRecord fleet, bool hasBatch)
    {
        lock (_gate)
        {
            foreach (var (name, ledger) in _ledgers)
            {
                if (hasBatch)
                {
                    ledger.Confirm();
                }

                if (fleet.Flags.TryGetValue(name, out var flag))
                {
                    ledger.Learn(flag);
                }
            }

            _batch = hasBatch ? null : _batch;
        }
    }

    private void RemoveWhere(Func<string, FlagLedger, bool> isGone)
    {
        foreach (var (name, ledger) in _ledgers.ToList())
        {
            if (isGone(name, ledger))
            {
                _ledgers.Remove(name);
            }
        }
    }
}
