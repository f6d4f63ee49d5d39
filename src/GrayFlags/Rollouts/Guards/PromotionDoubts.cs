using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Guards.Losses;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Decides whether a promotion had better wait, without any proof that the canary is worse. Not thread-safe.</summary>
/// <param name="plan">The rollout's plan.</param>
/// <param name="guards">Its guards.</param>
/// <param name="queue">The calls that are not judged yet.</param>
/// <param name="counts">The calls that are.</param>
/// <param name="durations">The control's durations.</param>
/// <param name="settle">The age at which calls are judged.</param>
/// <param name="clock">The clock that times calls.</param>
internal sealed class PromotionDoubts(
    RolloutPlan plan,
    Guard[] guards,
    CallQueue queue,
    OutcomeCounts counts,
    DurationHistory durations,
    SettleTime settle,
    TimeProvider clock)
{
    // The quantile of nearly all of the control's calls.
    private const double LastQuantile = 0.99;
    private const double SlowTimes = 3;

    // Of the evidence that would stop it, as a logarithm: a healthy canary has it now and then, and loses it again.
    private const double PartInDoubt = 0.5;

    // Beyond the age of judgement: the tick after.
    private static readonly TimeSpan Verdict = TimeSpan.FromSeconds(2);

    // The least that any guard of failures allows; none where there is no such guard.
    private readonly GuardPlan? _strictest = guards.Select(guard => guard.Plan)
        .Where(guard => guard is { IsLimit: false, Metric: GuardMetric.Error, OnBreach: GuardAction.Rollback or GuardAction.Withhold })
        .MinBy(guard => guard.Relative + guard.Absolute);

    private readonly bool[] _haveControl = Array.ConvertAll(plan.Stages, stage => StageSamples.ShareOf(plan, stage) < 1);
    private long? _worseSince;

    /// <summary>The units of the stage that fare worse where no bet is placed.</summary>
    public StageDoubts Units { get; } = new();

    /// <summary>Forgets the stage before.</summary>
    public void BeginStage()
    {
        Units.Begin();
        _worseSince = null;
    }

    /// <summary>
    /// True when half of the evidence that would roll back is there, the canary's units fare worse where no bet is placed, or calls that are not judged yet
    /// look worse than is allowed. The last is over when those calls have been judged.
    /// </summary>
    /// <param name="stage">The stage, from 0.</param>
    public bool IsAny(int stage)
    {
        var now = clock.GetTimestamp();
        _worseSince = ArePendingWorse(stage, now) ? _worseSince ?? now : null;
        return OfUnits(stage) is not null
            || (_worseSince is { } since && clock.GetElapsedTime(since, now) < settle.Value + Verdict)
            || Array.Exists(guards, guard => IsHalfBreached(guard, stage));
    }

    /// <summary>The way in which the canary's units fare worse; null when they do not. By the least that any guard of failures allows.</summary>
    /// <param name="stage">The stage, from 0.</param>
    public StageDoubt? OfUnits(int stage) => _strictest is not null && HasControl(stage)
        ? Units.Of(counts.StageUnits(isCanary: true), counts.StageUnits(isCanary: false), _strictest.Relative, _strictest.Absolute)
        : null;

    private bool HasControl(int stage) => _haveControl.Length == 0 || _haveControl[stage];

    private bool IsHalfBreached(Guard guard, int stage) =>
        guard.Plan.OnBreach == GuardAction.Rollback
        && (HasControl(stage) || guard.Plan.IsLimit)
        && guard.Wealth.LnE >= PartInDoubt * guard.Threshold;

    // Where nobody is compared with, nobody is worse.
    private bool ArePendingWorse(int stage, long now)
    {
        var allowed = double.PositiveInfinity;
        var usual = (double)counts.Failures(isCanary: false) / Math.Max(counts.Calls(isCanary: false), 1);
        var pending = HasControl(stage) ? queue.CountPending(now, SlowTimes * durations.ControlAt(LastQuantile) ?? TimeSpan.MaxValue) : default;
        foreach (var guard in guards)
        {
            if (guard.Plan is { IsLimit: false, OnBreach: not GuardAction.None })
            {
                allowed = Math.Min(allowed, ((1 + guard.Plan.Relative) * pending.RateOfControl(usual)) + guard.Plan.Absolute);
            }
        }

        return pending.IsCanaryWorse(allowed);
    }
}
