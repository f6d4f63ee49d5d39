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
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly UsageListener _listener;
    private readonly ITimer _timer;
    private readonly DateTimeOffset _begunAt;
    private DateTimeOffset _savedAt;
    private DateTimeOffset? _warnedAt;
    private DateOnly? _lookedOn;
    private bool _hasFailed;
    private int _isBusy;
    private int _isDisposed;

    /// <param name="counted">The instrument for which answers are counted.</param>
    /// <param name="store">The live rules and their counters.</param>
    /// <param name="flags">The flags of the live rules with the words of their authors.</param>
    /// <param name="file">The file that outlives the process.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    public UsageMeter(
        Instrument counted, SnapshotStore store, Func<IReadOnlyList<FlagSummary>> flags, UsageFile file, TimeProvider clock, ILogger logger)
    {
        (_store, _flags, _file, _clock, _logger) = (store, flags, file, clock, logger);
        var saved = file.Read();
        foreach (var (name, flag) in saved.Flags.Take(MostFlags))
        {
            _ledgers[name] = FlagLedger.Of(flag.Since, flag.SeenOn, flag.LastAskedAt, flag.Days.Select(
                static day => new UsageDay(DateOnly.FromDayNumber((int)day[0]), day[1], day[2])));
        }

        _days = [.. saved.Days];
        _warnedAt = saved.WarnedAt;
        _begunAt = _savedAt = clock.GetUtcNow();

        // Somebody may have listened before: those answers have no time.
        Read(_begunAt, isFirst: true);
        _listener = new UsageListener(counted);
        _timer = clock.CreateTimer(static state => ((UsageMeter)state!).Tick(), this, FlagLedger.Step, FlagLedger.Step);
    }

    public bool IsMeasured => true;

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

        // What looks stale goes by days: all flags are described once a day, and not at each tick.
        var today = DateOnly.FromDateTime(now.UtcDateTime);
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
        var today = DateOnly.FromDateTime(now.UtcDateTime);
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
                ledger.Add(on, off, now);
                ledger.Forget(now);
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

        return _ledgers.Count < MostFlags ? _ledgers[name] = new FlagLedger(today) : null;
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
        var (reason, text) = Staleness.Of(
            flag, snapshot.Flags.Find(flag.Name), snapshot.Rollout(flag.Name), ledger, _days, DateOnly.FromDateTime(now.UtcDateTime));
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
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        RemoveWhere((_, ledger) => ledger.SeenOn.DayNumber <= today.DayNumber - FlagLedger.MostDays);

        return new UsageState
        {
            Days = [.. _days],
            WarnedAt = _warnedAt,
            Flags = _ledgers.ToDictionary(static pair => pair.Key, static pair => StateOf(pair.Value)),
        };
    }

    private static UsageState.FlagState StateOf(FlagLedger ledger) =>
        new(ledger.Since, ledger.SeenOn, ledger.LastAskedAt, [.. ledger.Days.Select(static day => new[] { day.Day.DayNumber, day.On, day.Off })]);

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
