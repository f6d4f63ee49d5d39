using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>The control's durations of an attempt, as a sketch of 1,024 buckets.</summary>
internal sealed class DurationHistory
{
    // The fewest durations from which quantiles are meaningful.
    private const int LeastCalls = 20;

    private readonly int[] _control = new int[DurationScale.Levels];

    // The level above all others.
    private int _end;
    private double _sum;

    public ReadOnlySpan<int> Control => _control;

    public long ControlCount { get; private set; }

    /// <summary>The mean in seconds, within 1 %.</summary>
    public double ControlMean => _sum / ControlCount;

    /// <summary>The sum of the durations, in seconds.</summary>
    public double Sum => _sum;

    public void Add(int level)
    {
        // Before a count overflows, all are halved, which preserves quantiles.
        if (_control[level] == int.MaxValue)
        {
            Halve();
        }

        _control[level]++;
        ControlCount++;
        _sum += DurationScale.Value(level);
        _end = Math.Max(_end, level + 1);
    }

    /// <summary>Returns a quantile of the control's durations, within 2 %; null while there are too few.</summary>
    public TimeSpan? ControlAt(double quantile) => ControlCount < LeastCalls ? null : TimeSpan.FromSeconds(DurationScale.End(ControlLevelAt(quantile)));

    /// <summary>Returns the level of the control's quantile.</summary>
    public int ControlLevelAt(double quantile)
    {
        var (level, above) = (_end, 0L);
        while (level > 0 && above <= (1 - quantile) * ControlCount)
        {
            above += _control[--level];
        }

        return level;
    }

    /// <param name="control">The counts.</param>
    /// <param name="sum">The sum that was saved with them; 0 when it was not. Counted anew it may differ in its last bits.</param>
    public void Restore(ReadOnlySpan<int> control, double sum = 0)
    {
        control.CopyTo(_control);
        Count();
        _sum = sum > 0 ? sum : _sum;
    }

    private void Halve()
    {
        foreach (ref var count in _control.AsSpan())
        {
            count /= 2;
        }

        Count();
    }

    private void Count()
    {
        (ControlCount, _sum, _end) = (0, 0, 0);
        for (var level = 0; level < _control.Length; level++)
        {
            ControlCount += _control[level];
            _sum += _control[level] * DurationScale.Value(level);
            _end = _control[level] > 0 ? level + 1 : _end;
        }
    }
}
