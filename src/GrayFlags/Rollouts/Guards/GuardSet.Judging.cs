using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>From calls to bets.</summary>
internal sealed partial class GuardSet
{
    /// <summary>Judges calls that were gathered elsewhere, in one tick.</summary>
    /// <param name="passed">The time since the calls before, in seconds.</param>
    /// <param name="calls">The calls.</param>
    public void Feed(double passed, IReadOnlyList<CountedCall> calls)
    {
        var quarter = BeginTick(passed);
        foreach (var (call, count) in calls)
        {
            // Several nodes may have met a unit for the first time.
            var judged = call.Marks.IsFirst && !_met.Add(call.Hash, 0) ? call with { Marks = call.Marks.NotFirst() } : call;
            for (var index = 0; index < count; index++)
            {
                Judge(judged, quarter);
            }
        }

        EndTick(calls.Count > 0, quarter);
    }

    /// <summary>
    /// True for a call that repeats its unit's in this quarter of a minute, as far as is known: it will be evidence of nothing. Decided without a look at its
    /// outcome.
    /// </summary>
    public bool IsRepeat(in JudgedCall call)
    {
        var quarter = Quarter;
        return call.Marks is { IsEvidence: true, IsFirst: false, Kind: not CallKind.OptOut }
            && _firsts.IsSettled(quarter)
            && _units.Seen(call.Marks.Kind, call.Hash) >= quarter
            && !Array.Exists(_guards, static guard => guard.Pairs is not null);
    }

    private void Judge()
    {
        var now = _clock.GetTimestamp();
        var passed = _clock.GetElapsedTime(_lastTick, now).TotalSeconds;
        _lastTick = now;
        var quarter = BeginTick(passed);
        var any = false;
        while (_recorder.Queue.TryJudge(now, out var call))
        {
            any = true;
            Judge(call, quarter);
        }

        EndTick(any, quarter);
    }

    private long BeginTick(double passed)
    {
        _watched += Math.Clamp(passed, 0, LongestGap);
        var quarter = Quarter;
        foreach (var guard in _guards)
        {
            guard.StartQuarter(quarter);
        }

        return quarter;
    }

    private void EndTick(bool any, long quarter)
    {
        if (any)
        {
            foreach (var guard in _guards)
            {
                guard.Settle(_durations, _watched);
            }

            _ratios.Settle();
            _recorder.Slow = _durations.ControlAt(SlowQuantile) ?? TimeSpan.MaxValue;
        }

        _arrivals.Note(_watched, StageSamplesSeen);
        if (_followsControl && _settle.Follow(quarter / EpochStamp.PerMinute, _durations))
        {
            _recorder.Queue.Settle = _settle.Value;
        }
    }

    private void Judge(in JudgedCall call, long quarter)
    {
        var isCanary = call.Marks.IsCanary;
        _ratios.CountExposure(call);
        if (call.State.Verdict == CallVerdict.Excluded)
        {
            // Drawn for this arm, and served as if there were no rollout: its outcome says nothing about the version.
            _ratios.CountFirstOutcome(call, Stamp(call, CallKind.Call, quarter, out _));
            return;
        }

        _counts.Units(isCanary) += call.Marks.IsFirst ? 1 : 0;
        switch (call.Marks.Kind)
        {
            case CallKind.Call:
                JudgeCall(call, quarter);
                break;
            case CallKind.OptOut:
                Give(call, GuardMetric.OptOut, isBad: true, 0, 0, isInStage: false, quarter);
                break;
            case CallKind.Score:
                JudgeScore(call, quarter);
                break;
            case CallKind.Mismatch:
                _counts.StageShadows += call.Stage == _firsts.Stage ? 1 : 0;
                Give(call, GuardMetric.Mismatch, call.IsBad, 0, Stamp(call, CallKind.Mismatch, quarter, out _), isInStage: false, quarter);
                break;
        }
    }

    private void JudgeCall(in JudgedCall call, long quarter)
    {
        var isCanary = call.Marks.IsCanary;
        if (call.Stage == _firsts.Stage)
        {
            _doubts.Units.Note(call);
        }

        if (call.State.Verdict == CallVerdict.Ignored)
        {
            _counts.Ignored(isCanary)++;
            return;
        }

        var isNotEnded = call.State.Verdict == CallVerdict.NotEnded;
        _counts.Calls(isCanary)++;
        _counts.Failures(isCanary) += call.IsBad ? 1 : 0;
        _counts.NotEnded(isCanary) += isNotEnded ? 1 : 0;
        var freshness = Stamp(call, CallKind.Call, quarter, out var isInStage);
        _counts.Repeated += freshness == 0 ? 1 : 0;

        _ratios.CountFirstOutcome(call, freshness);
        isInStage &= call.Marks.IsEvidence;
        _counts.StageUnits(isCanary) += isInStage ? 1 : 0;

        // A call that has not ended has lasted at least as long as the wait.
        var level = isNotEnded || call.State.Level < 0 ? DurationScale.LevelOf(call.Settle.TotalSeconds) : call.State.Level;
        foreach (var guard in _ofCalls)
        {
            guard.Add(call, guard.Plan.Metric != GuardMetric.OptOut && call.IsBad, level, freshness, isInStage, quarter);
        }

        // Who may not be bet on may not set the time that those are given who may; and no unit sets it alone, however often it calls.
        if (!isCanary && call.Marks.IsEvidence && freshness > 0)
        {
            _durations.Add(level);
            _settle.Note(isNotEnded);
        }

        if (call.State.Score >= 0)
        {
            JudgeScore(call, quarter);
        }
    }

    private void JudgeScore(in JudgedCall call, long quarter)
    {
        var freshness = Stamp(call, CallKind.Score, quarter, out var isInStage);
        Give(call, GuardMetric.Score, isBad: false, call.State.Score, freshness, isInStage, quarter);
    }

    private int Stamp(in JudgedCall call, CallKind kind, long quarter, out bool isInStage)
    {
        if (call.IsRepeat)
        {
            isInStage = false;
            return 0;
        }

        var units = _units[kind];

        // A full bucket cannot distinguish a new unit from an evicted one. The filter that was asked when the call began can, and never takes a known unit
        // for a new one.
        var seen = call.Marks.IsFirst && !units.IsExact && _knowsFirsts ? -1 : units.Seen(call.Hash);
        units.Set(call.Hash, quarter);
        isInStage = _firsts.IsFirst(call, kind, seen, quarter);
        return EpochStamp.Freshness(seen, quarter);
    }

    private void Give(in JudgedCall call, GuardMetric metric, bool isBad, int level, int freshness, bool isInStage, long quarter)
    {
        foreach (var guard in _guards)
        {
            if (guard.Plan.Metric == metric)
            {
                guard.Add(call, isBad, level, freshness, isInStage, quarter);
            }
        }
    }
}
