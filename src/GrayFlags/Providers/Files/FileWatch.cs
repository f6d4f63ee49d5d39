using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Providers.Files;

/// <summary>Looks at a file at every poll, and sooner after a hint. One timer, armed anew when a look is over: looks never overlap and never pile up.</summary>
internal sealed class FileWatch : IDisposable
{
    // Hints that never end put a look off for so many debounces at most.
    private const int MaxDebounces = 5;

    // A debounce may be nothing at all; even then a hint does not make each look follow the last at once.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly JsonFileRuleProviderOptions _options;
    private readonly FileLoads _loads;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly FileHints? _hints;
    private TimeSpan _pollDue;
    private TimeSpan? _firstHint;
    private TimeSpan _lastHint;
    private TimeSpan _notBefore;
    private TimeSpan? _rearmedAt;
    private bool _looking;
    private bool _failed;
    private volatile bool _disposed;

    public FileWatch(JsonFileRuleProviderOptions options, FileLoads loads, Func<Action, FileHints>? hints, TimeProvider time, ILogger logger, Action changed)
    {
        _options = options;
        _loads = loads;
        _time = time;
        _logger = logger;
        _changed = changed;
        _start = time.GetTimestamp();
        _pollDue = options.PollInterval;
        _timer = time.CreateTimer(static watch => ((FileWatch)watch!).OnTimer(), this, options.PollInterval, Timeout.InfiniteTimeSpan);
        _hints = hints?.Invoke(OnHint);
        _hints?.Arm();
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
        _hints?.Dispose();
    }

    private void OnHint()
    {
        lock (_gate)
        {
            _lastHint = Now;
            if (_firstHint is null)
            {
                _firstHint = _lastHint;
                ArmNeedsLock();
            }
        }
    }

    private void OnTimer()
    {
        if (!TryBegin(out var hinted))
        {
            return;
        }

        FileLook? look = null;
        var isWell = TryDo(() => look = Look(hinted));
        End(look?.Again);

        // Only now: what was read may take long to compile, and the file may meanwhile say what has to be off.
        if (look is { Deliver: true } && !_disposed)
        {
            isWell &= TryDo(_changed);
        }

        _failed &= !isWell;
    }

    // Nothing may escape a timer, and nothing may end the watch.
    private bool TryDo(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception exception)
        {
            if (!_failed)
            {
                _failed = true;
                Log.FileCheckFailed(_logger, exception, _options.Path);
            }

            return false;
        }
    }

    private FileLook Look(bool hinted)
    {
        // Before the read: what changes from here on gives a hint, what changed before is read.
        Arm();
        var look = _loads.Look();
        if (look.IsNew && !hinted)
        {
            _hints?.Rearm();
        }

        return look;
    }

    // A watcher that fails as soon as it is started, and says so, would else be started anew at each of its hints.
    private void Arm()
    {
        if (_hints is not null && !(Now - _rearmedAt < _options.PollInterval) && _hints.Arm())
        {
            _rearmedAt = Now;
        }
    }

    private bool TryBegin(out bool hinted)
    {
        lock (_gate)
        {
            hinted = _firstHint is not null;
            if (_disposed || _looking)
            {
                return false;
            }

            // More hints came since the timer was armed: moving the due time here and not at each hint makes a hint cost next to nothing.
            if (DueNeedsLock() > Now)
            {
                ArmNeedsLock();
                return false;
            }

            _firstHint = null;
            _looking = true;
            return true;
        }
    }

    private void End(TimeSpan? again)
    {
        lock (_gate)
        {
            _looking = false;
            _notBefore = Now + BetweenLooks;
            _pollDue = Now + (again < _options.PollInterval ? again.Value : _options.PollInterval);
            ArmNeedsLock();
        }
    }

    private TimeSpan DueNeedsLock()
    {
        if (_firstHint is not { } first)
        {
            return _pollDue;
        }

        var settled = _lastHint + _options.Debounce;
        var bound = first + (MaxDebounces * _options.Debounce);
        var due = settled < bound ? settled : bound;
        due = due > _notBefore ? due : _notBefore;
        return due < _pollDue ? due : _pollDue;
    }

    private void ArmNeedsLock()
    {
        if (_disposed || _looking)
        {
            return;
        }

        // Timers cut to whole milliseconds: rounded up, or each one would fire too early and spin until it is due.
        var rest = Math.Ceiling((DueNeedsLock() - Now).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(rest, 0)), Timeout.InfiniteTimeSpan);
    }
}
