using GrayFlags.Rollouts.Guards.Losses;

namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// The age at which calls are judged: the configured one, or twice the control's 99 % quantile so far, up to a minute, if that is longer. It never falls.
/// </summary>
/// <remarks>
/// It must exceed the slowest normal answer of both arms: a slower control would hide a dead canary, and a healthy but slower canary would be rolled back.
/// </remarks>
internal sealed class SettleTime(TimeSpan written)
{
    /// <summary>The number of numbers that <see cref="Save"/> gives.</summary>
    public const int Length = 3;

    // The fewest calls of the control from which a share of them is meaningful.
    private const int LeastCalls = 20;
    private const double LastQuantile = 0.99;
    private const double Times = 2;
    private const double MostNotEnded = 0.05;

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    private long _minute;
    private long _judged;
    private long _notEnded;

    public TimeSpan Value { get; private set; } = written;

    /// <summary>The age at which calls are judged at the latest, however it grows.</summary>
    public TimeSpan Latest => Value > Most ? Value : Most;

    /// <summary>True when too many of the control's calls have not ended by then.</summary>
    public bool IsTooShort => _judged >= LeastCalls && _notEnded > MostNotEnded * _judged;

    /// <summary>Counts a call of the control.</summary>
    public void Note(bool isNotEnded) => (_judged, _notEnded) = (_judged + 1, _notEnded + (isNotEnded ? 1 : 0));

    /// <summary>Adapts to the control, once a minute.</summary>
    /// <returns>True when it has changed.</returns>
    public bool Follow(long minute, DurationHistory history)
    {
        if (minute == _minute)
        {
            return false;
        }

        _minute = minute;
        if (history.ControlAt(LastQuantile) is not { } last)
        {
            return false;
        }

        var before = Value;
        Restore(Times * last < Most ? Times * last : Most);
        return Value > before;
    }

    public long[] Save() => [_minute, _judged, _notEnded];

    public void Load(long[] saved)
    {
        if (saved.Length == Length)
        {
            (_minute, _judged, _notEnded) = (saved[0], saved[1], saved[2]);
        }
    }

    public void Restore(TimeSpan value)
    {
        if (value > Value)
        {
            (Value, _judged, _notEnded) = (value, 0, 0);
        }
    }
}
