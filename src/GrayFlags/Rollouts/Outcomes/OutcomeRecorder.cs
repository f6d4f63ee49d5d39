namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Takes the outcomes of one attempt. Thread-safe; recording takes neither a lock nor, once a share is known, memory, and what it keeps does not grow with units or time.</summary>
/// <remarks>
/// A unit counts at most once for good and once for bad in a stage. Its arm was drawn once; who counted each of its requests would take the luck of one draw for much evidence.
/// </remarks>
internal sealed class OutcomeRecorder
{
    // More than a ramp goes through while an outcome is awaited. What comes in under an older share is lost.
    private const int MostShares = 32;

    private const ulong StageSalt = 0x9e3779b97f4a7c15;

    private readonly object _adding = new();
    private readonly UnitFilter _met = new();
    private readonly UnitFilter _good = new();
    private readonly UnitFilter _bad = new();
    private readonly Channels _channels;

    private volatile ShareTally[] _shares = [];

    public OutcomeRecorder(Channels channels)
    {
        _channels = channels;
    }

    /// <summary>The shares that outcomes are taken under, the oldest first.</summary>
    public ReadOnlySpan<ShareTally> Shares => _shares;

    /// <summary>Notes that a unit took part, and gives what its outcomes are recorded with.</summary>
    /// <param name="unit">The hash of the unit's id.</param>
    /// <param name="isCanary">Whether it was admitted.</param>
    /// <param name="stage">The stage in which it was.</param>
    /// <param name="size">The share that decided for this unit, in buckets of 100,000: 0 and 100,000 where nothing was drawn.</param>
    public Exposure Expose(ulong unit, bool isCanary, int stage, int size)
    {
        var exposure = new Exposure(unit, isCanary, ShareOf(stage, size));

        // Over the whole attempt: a unit that is met again is no new draw.
        if (_met.Add(unit, StageSalt))
        {
            Count(exposure, Channel.Exposure, 0);
        }

        return exposure;
    }

    /// <summary>Records what became of a call. The failure and the duration count together or not at all.</summary>
    /// <param name="exposure">Of the unit.</param>
    /// <param name="failed">Whether it failed.</param>
    /// <param name="seconds">How long it took; not counted when it is negative or no finite number.</param>
    public void RecordCall(in Exposure exposure, bool failed, double seconds)
    {
        if (!CountError(exposure, failed) || !_channels.Has(Channel.Duration))
        {
            return;
        }

        if (Valid(exposure, IsDuration(seconds)))
        {
            Count(exposure, Channel.Duration, DurationScale.LevelOf(seconds));
        }
    }

    /// <summary>Records one number. What is out of its range is dropped and counted as such.</summary>
    /// <param name="exposure">Of the unit.</param>
    /// <param name="metric">What was measured.</param>
    /// <param name="value">0 or 1 for errors, opt-outs and mismatches; seconds for durations; 0 (bad) to 1 (good) for scores.</param>
    public void Record(in Exposure exposure, GuardMetric metric, double value)
    {
        var isValid = metric switch
        {
            GuardMetric.Duration => IsDuration(value),
            GuardMetric.Score => value is >= 0 and <= 1,
            _ => value is 0 or 1,
        };
        if (!Valid(exposure, isValid))
        {
            return;
        }

        switch (metric)
        {
            case GuardMetric.Error:
                CountError(exposure, value > 0);
                break;
            case GuardMetric.Duration when _channels.Has(Channel.Duration):
                CountOnce(exposure, Channel.Duration, _good, DurationScale.LevelOf(value));
                break;
            case GuardMetric.Score when _channels.Has(Channel.Score):
                CountOnce(exposure, Channel.Score, _good, ScoreScale.LevelOf(value));
                break;
            case GuardMetric.OptOut when _channels.Has(Channel.OptOut):
                CountOnce(exposure, Channel.OptOut, value > 0 ? _bad : _good, (int)value);
                break;
            case GuardMetric.Mismatch when _channels.Has(Channel.Mismatch):
                Count(exposure, Channel.Mismatch, (int)value);
                break;
        }
    }

    /// <summary>Lets each unit count again. Outcomes of a stage that is over go on being counted for that stage.</summary>
    public void StartStage()
    {
        _good.Clear();
        _bad.Clear();
    }

    // NaN is not at least 0 either.
    private static bool IsDuration(double seconds) => seconds >= 0 && double.IsFinite(seconds);

    private bool CountError(in Exposure exposure, bool failed)
    {
        var level = failed ? 1 : 0;
        if (_channels.Has(Channel.EveryError))
        {
            Count(exposure, Channel.EveryError, level);
        }

        var isFirst = CountOnce(exposure, Channel.Error, failed ? _bad : _good, level);
        if (isFirst && !failed && _channels.Has(Channel.OptOut))
        {
            Count(exposure, Channel.OptOut, 0);
        }

        return isFirst;
    }

    private bool CountOnce(in Exposure exposure, Channel channel, UnitFilter filter, int level)
    {
        if (filter.Add(exposure.Unit, PurposeOf(exposure.Share.Stage, channel)))
        {
            Count(exposure, channel, level);
            return true;
        }

        Count(exposure, Channel.Repeated, 0);
        return false;
    }

    private bool Valid(in Exposure exposure, bool isValid)
    {
        if (!isValid)
        {
            Count(exposure, Channel.Invalid, 0);
        }

        return isValid;
    }

    private void Count(in Exposure exposure, Channel channel, int level) => exposure.Share.Count(_channels.Place(channel, exposure.IsCanary, level));

    private static ulong PurposeOf(int stage, Channel channel) => (StageSalt * (ulong)(stage + 2)) + (ulong)channel;

    private ShareTally ShareOf(int stage, int size)
    {
        // From the newest, which is asked for most.
        var shares = _shares;
        for (var index = shares.Length - 1; index >= 0; index--)
        {
            if (shares[index].Stage == stage && shares[index].Size == size)
            {
                return shares[index];
            }
        }

        return AddShare(stage, size);
    }

    private ShareTally AddShare(int stage, int size)
    {
        lock (_adding)
        {
            if (_shares.FirstOrDefault(share => share.Stage == stage && share.Size == size) is { } known)
            {
                return known;
            }

            var added = new ShareTally(stage, size, _channels.Length);
            _shares = [.. _shares.Length < MostShares ? _shares : _shares[1..], added];
            return added;
        }
    }
}
