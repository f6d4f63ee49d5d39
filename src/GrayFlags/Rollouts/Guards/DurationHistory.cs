using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>All durations of an attempt, as a sketch: 1,024 buckets for each arm.</summary>
internal sealed class DurationHistory
{
    private readonly long[] _control = new long[DurationScale.Levels];
    private readonly long[] _canary = new long[DurationScale.Levels];

    // Above it the control has nothing.
    private int _controlEnd;

    public ReadOnlySpan<long> Control => _control;

    public ReadOnlySpan<long> Canary => _canary;

    public long ControlCount { get; private set; }

    /// <summary>In seconds, within 1 %.</summary>
    public double ControlMean
    {
        get
        {
            var sum = 0.0;
            for (var level = 0; level < _control.Length; level++)
            {
                sum += _control[level] * DurationScale.Value(level);
            }

            return sum / ControlCount;
        }
    }

    public void Add(ReadOnlySpan<int> counts, bool isCanary)
    {
        var arm = isCanary ? _canary : _control;
        var last = counts.LastIndexOfAnyExcept(0);
        for (var level = Math.Max(counts.IndexOfAnyExcept(0), 0); level <= last; level++)
        {
            if (counts[level] != 0)
            {
                arm[level] += counts[level];
                if (!isCanary)
                {
                    ControlCount += counts[level];
                    _controlEnd = Math.Max(_controlEnd, level + 1);
                }
            }
        }
    }

    /// <summary>The level that the control's quantile lies in.</summary>
    public int ControlLevelAt(double quantile)
    {
        var (level, above) = (_controlEnd, 0L);
        while (level > 0 && above <= (1 - quantile) * ControlCount)
        {
            above += _control[--level];
        }

        return level;
    }

    public void Restore(ReadOnlySpan<long> control, ReadOnlySpan<long> canary)
    {
        control.CopyTo(_control);
        canary.CopyTo(_canary);
        ControlCount = 0;
        _controlEnd = control.Length;
        foreach (var count in control)
        {
            ControlCount += count;
        }
    }
}
