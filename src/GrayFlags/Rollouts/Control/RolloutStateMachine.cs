using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>The states of a rollout and what leads from one to the next: pure, so that it can be played through.</summary>
/// <remarks>The order of one step: rollback guards, health, pause guards, hold, window, samples, advance. A stage never goes down because a clock did.</remarks>
internal static class RolloutStateMachine
{
    private const string Clock = "clock";
    private const string Guard = "guard";
    private const string Store = "store";

    private const string NotRead = "the store of rollouts has not been read yet; the flag is off for everyone until it answers";

    private const string SampleRatioMismatch = "the arms have not the sizes that the share gives them";
    private const string SilentArm = "one arm loses more of its outcomes than the other";

    private static readonly Dictionary<string, double> NothingKnown = [];

    /// <summary>The record of a rollout that was never seen before.</summary>
    public static RolloutRecord New(RolloutPlan plan) => new() { Flag = plan.Flag, Id = plan.Id };

    /// <summary>A stand-in for the record while the store has not been read: off, since it may have been rolled back. It is never written.</summary>
    public static RolloutRecord Unread(RolloutPlan plan) => New(plan) with { WaitReason = RolloutWaitReason.Lost, Reason = NotRead };

    public static bool IsUnread(RolloutRecord record) =>
        record is { Phase: RolloutPhase.Pending, WaitReason: RolloutWaitReason.Lost, Changes.Count: 0 } && ReferenceEquals(record.Reason, NotRead);

    /// <summary>The record of a rollout of which nobody knows where it stands, or whether the last that is known is the last word: off until an operator has looked.</summary>
    public static RolloutRecord Lost(RolloutPlan plan, RolloutRecord record, DateTimeOffset now)
    {
        if (record.Phase is RolloutPhase.Paused or RolloutPhase.Withheld or RolloutPhase.Cancelled or RolloutPhase.RolledBack)
        {
            return record.WaitReason == RolloutWaitReason.Lost ? record : record with { WaitReason = RolloutWaitReason.Lost };
        }

        var begun = record.Changes.Count == 0 ? record with { StartedAt = now, StageStartedAt = now } : record with { EndedAt = null };
        return Pause(plan, begun, Store, "what was kept of it may be lost; the flag is off for everyone until an operator resumes the rollout", now) with { WaitReason = RolloutWaitReason.Lost };
    }

    /// <summary>One step. The same reference where nothing changes.</summary>
    public static RolloutRecord Tick(RolloutPlan plan, RolloutRecord record, in RolloutInputs sight)
    {
        if (record.WaitReason == RolloutWaitReason.Lost)
        {
            return Lost(plan, record, sight.Now);
        }

        switch (record.Phase)
        {
            case RolloutPhase.Pending:
                return plan.StartTicks is { } start && sight.Now.UtcTicks < start ? record : BeginWhereTheClockIs(plan, record, sight);
            case RolloutPhase.Running:
                return Run(plan, record, sight);
            case RolloutPhase.Paused:
                return sight.RollbackBreach is { } breach ? RollBack(plan, record, Guard, breach, sight.Now)
                    : WhyWithhold(plan, sight) is { } why ? Withhold(plan, record, Guard, why, sight.Now)
                    : record;
            case RolloutPhase.Withheld:
                return sight.RollbackBreach is { } late ? RollBack(plan, record, Guard, late, sight.Now) : record;
            case RolloutPhase.Completed:
                return sight.LimitRollback is { } limit ? RollBack(plan, record, Guard, limit, sight.Now)
                    : sight.LimitAlarm is { } alarm ? Alarm(plan, record, alarm, sight.Now)
                    : record;
            case RolloutPhase.RolledBack when plan.OnRollback.ResumesAutomatically && WhyNotRestart(plan, record, sight.Now) is null:
                return Restart(plan, record, Clock, "the cooldown is over", sight.Now);
            default:
                return record;
        }
    }

    public static RolloutRecord Pause(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.Paused, by, reason, now) with { PausedAt = now, WaitReason = RolloutWaitReason.None };

    /// <summary>Stands still and admits nobody. A pause that becomes one has stood still since it began.</summary>
    public static RolloutRecord Withhold(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.Withheld, by, reason, now) with { PausedAt = record.PausedAt ?? now, WaitReason = RolloutWaitReason.None };

    // The time that it stood still is not held against the stage: it goes on as old as it was, wherever the clock was moved meanwhile.
    public static RolloutRecord Resume(RolloutPlan plan, RolloutRecord record, IReadOnlyDictionary<string, double> known, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.Running, by, reason, now) with
        {
            PausedAt = null,
            ResumedAt = now,
            StageStartedAt = now - AgeWhenPaused(record, now),
            Acknowledged = known,
            Epoch = record.Epoch + 1,
            WaitReason = RolloutWaitReason.None,
        };

    public static RolloutRecord Approve(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, record.Phase, by, reason, now) with { IsApproved = true, Epoch = record.Epoch + 1 };

    /// <summary>On to the next stage, whatever gate is missing. From a pause it is a resumption as well: what was known is known.</summary>
    public static RolloutRecord Promote(RolloutPlan plan, RolloutRecord record, IReadOnlyDictionary<string, double> known, string by, string reason, DateTimeOffset now)
    {
        var promoted = record.Phase == RolloutPhase.Pending ? Begin(plan, record, now, by, reason) : Advance(plan, record, by, reason, now, now);
        promoted = promoted with { PausedAt = null, Epoch = record.Epoch + 1 };
        return record.Phase is RolloutPhase.Paused or RolloutPhase.Withheld ? promoted with { ResumedAt = now, Acknowledged = known } : promoted;
    }

    public static RolloutRecord RollBack(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.RolledBack, by, reason, now) with { EndedAt = now, PausedAt = null, WaitReason = RolloutWaitReason.None };

    // Who cancels a rollback knows of it, and wins over it. Who cancels what runs does not: a rollback at the same moment on another node holds.
    public static RolloutRecord Cancel(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.Cancelled, by, reason, now) with
        {
            EndedAt = now,
            PausedAt = null,
            WaitReason = RolloutWaitReason.None,
            Epoch = record.Phase == RolloutPhase.RolledBack ? record.Epoch + 1 : record.Epoch,
        };

    /// <summary>The next attempt, with evidence of its own.</summary>
    public static RolloutRecord Restart(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now)
    {
        var next = record with { Attempt = record.Attempt + 1, Epoch = 0, Stage = 0, EndedAt = null, PausedAt = null, ResumedAt = null, Acknowledged = NothingKnown, IsApproved = false, WaitReason = RolloutWaitReason.None };
        return next.Step(plan, RolloutPhase.Pending, by, reason, now, record.Phase);
    }

    /// <summary>Why there may be no other attempt; null where there may.</summary>
    public static string? WhyNotRestart(RolloutPlan plan, RolloutRecord record, DateTimeOffset now)
    {
        if (record.Attempt >= plan.OnRollback.MaxAttempts)
        {
            return $"attempt {record.Attempt} was the last of {plan.OnRollback.MaxAttempts}; a new id begins anew";
        }

        var end = (record.EndedAt ?? now) + plan.OnRollback.Cooldown;
        return now < end ? $"the cooldown lasts until {end:O}" : null;
    }

    private static TimeSpan AgeWhenPaused(RolloutRecord record, DateTimeOffset now)
    {
        var age = (record.PausedAt ?? now) - record.StageStartedAt;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    // A node that is started anew must not begin from the first stage again, not even for the time of a step.
    private static RolloutRecord BeginWhereTheClockIs(RolloutPlan plan, RolloutRecord record, in RolloutInputs sight)
    {
        var begun = Begin(plan, record, sight.Now);
        return plan.IsClockOnly && begun.StageStartedAt < sight.Now ? Progress(plan, begun, sight) with { WaitReason = RolloutWaitReason.None } : begun;
    }

    private static RolloutRecord Begin(RolloutPlan plan, RolloutRecord record, DateTimeOffset now, string by = Clock, string reason = "it begins")
    {
        // Without guards the stage is a function of the clock, so that every node agrees whenever it was started. Another attempt begins when somebody asks for it.
        var at = plan.Guards.Length == 0 && record.Attempt == 1 && plan.StartTicks is { } start && start <= now.UtcTicks ? new DateTimeOffset(start, TimeSpan.Zero) : now;
        var begun = record with { Stage = 0, StartedAt = at, StageStartedAt = at, IsApproved = false };
        return begun.Step(plan, RolloutPhase.Running, by, reason, now, record.Phase);
    }

    private static RolloutRecord Run(RolloutPlan plan, RolloutRecord record, in RolloutInputs sight)
    {
        if (sight.RollbackBreach is { } breach)
        {
            return RollBack(plan, record, Guard, breach, sight.Now);
        }

        if (Fault(plan, record, sight) is var (action, reason))
        {
            return action switch
            {
                GuardAction.Rollback => RollBack(plan, record, Guard, reason, sight.Now),
                GuardAction.Withhold => Withhold(plan, record, Guard, reason, sight.Now),
                _ => Pause(plan, record, Guard, reason, sight.Now),
            };
        }

        // A clock that was set back, or a file from a machine whose clock was ahead: the stage begins now at the latest, or it would never end.
        return Progress(plan, plan.Guards.Length > 0 && record.StageStartedAt > sight.Now ? record with { StageStartedAt = sight.Now } : record, sight);
    }

    // What is wrong, and what to do about it: the severest that applies.
    private static (GuardAction Action, string Reason)? Fault(RolloutPlan plan, RolloutRecord record, in RolloutInputs sight)
    {
        (GuardAction Action, string Reason)? fault = null;
        Weigh(sight.IsSplitMismatch, plan.Health.SampleRatioMismatch, SampleRatioMismatch, ref fault);
        Weigh(sight.IsArmSilent, plan.Health.SilentArm, SilentArm, ref fault);
        Weigh(IsWithoutData(plan, record, sight), plan.Health.NoData, $"nobody has called for {plan.Health.NoDataAfter:c}", ref fault);
        Weigh(sight.WithholdBreach is not null, GuardAction.Withhold, sight.WithholdBreach!, ref fault);
        Weigh(sight.PauseBreach is not null, GuardAction.Pause, sight.PauseBreach!, ref fault);
        return fault;
    }

    private static string? WhyWithhold(RolloutPlan plan, in RolloutInputs sight) =>
        sight.IsSplitMismatch && plan.Health.SampleRatioMismatch == GuardAction.Withhold ? SampleRatioMismatch
        : sight.IsArmSilent && plan.Health.SilentArm == GuardAction.Withhold ? SilentArm
        : sight.WithholdBreach;

    private static void Weigh(bool applies, GuardAction action, string reason, ref (GuardAction Action, string Reason)? fault)
    {
        if (applies && action != GuardAction.None && (fault is null || action > fault.Value.Action))
        {
            fault = (action, reason);
        }
    }

    private static RolloutRecord Alarm(RolloutPlan plan, RolloutRecord record, RolloutAlarm alarm, DateTimeOffset now)
    {
        var known = record.Acknowledged.ToDictionary(StringComparer.Ordinal);
        known[alarm.Guard] = alarm.LnE;
        return record.Step(plan, RolloutPhase.Completed, Guard, $"alarm: {alarm.Text}", now) with { Acknowledged = known };
    }

    private static bool IsWithoutData(RolloutPlan plan, RolloutRecord record, in RolloutInputs sight)
    {
        var stage = plan.StageAt(record.Stage);
        if (plan.Guards.Length == 0 || (stage.Size == 0 && stage.ShadowSize == 0))
        {
            return false;
        }

        var last = record.StageStartedAt;
        last = sight.AliveAt > last ? sight.AliveAt.Value : last;
        last = record.ResumedAt > last ? record.ResumedAt.Value : last;
        return sight.Now - last >= plan.Health.NoDataAfter;
    }

    private static RolloutRecord Progress(RolloutPlan plan, RolloutRecord record, in RolloutInputs sight)
    {
        if (plan.Ramp is { } ramp)
        {
            return sight.Now - record.StageStartedAt < ramp.Over ? Holding(record, RolloutWaitReason.Time) : Advance(plan, record, Clock, "the ramp has reached its end", sight.Now, sight.Now);
        }

        // Nothing is skipped where something is watched: each stage is then left at a step of its own.
        var current = record;
        do
        {
            var stage = plan.StageAt(current.Stage);
            var hold = MissingGate(plan, stage, current, sight);
            if (hold != RolloutWaitReason.None)
            {
                var isOverdue = stage.MaxHold is { } most && sight.Now - current.StageStartedAt >= most;
                if (!isOverdue || sight.IsInDoubt || !plan.PromotesOnMaxHold || !StageSamples.IsSeen(plan, stage, sight))
                {
                    return Holding(current, hold);
                }
            }

            // Where only the clock counts, a stage begins when the one before was over, not when somebody looked.
            var isPlain = plan.Guards.Length == 0 && stage.Window is null && stage.Advance == StageAdvance.Auto && hold == RolloutWaitReason.None;
            current = Advance(plan, current, Clock, hold == RolloutWaitReason.None ? "every gate is met" : "the longest hold is over", sight.Now, isPlain ? current.StageStartedAt + stage.Hold : sight.Now);
        }
        while (plan.Guards.Length == 0 && current.Phase == RolloutPhase.Running && plan.StageAt(current.Stage).Window is null);

        return current;
    }

    private static RolloutWaitReason MissingGate(RolloutPlan plan, StagePlan stage, RolloutRecord record, in RolloutInputs sight)
    {
        if (IsWithoutData(plan, record, sight) || sight.IsUnsettled)
        {
            return RolloutWaitReason.Data;
        }

        if (sight.Now - record.StageStartedAt < stage.Hold)
        {
            return RolloutWaitReason.Time;
        }

        if (stage.Window is not null && !sight.IsWindowOpen)
        {
            return RolloutWaitReason.Window;
        }

        if (!StageSamples.AreEnough(plan, stage, record, sight))
        {
            return RolloutWaitReason.Samples;
        }

        return stage.Advance switch
        {
            StageAdvance.Approval when !record.IsApproved => RolloutWaitReason.Approval,
            StageAdvance.Evidence when !sight.IsProved => RolloutWaitReason.Evidence,
            _ => sight.IsInDoubt ? RolloutWaitReason.Doubt : RolloutWaitReason.None,
        };
    }

    private static RolloutRecord Holding(RolloutRecord record, RolloutWaitReason hold) => record.WaitReason == hold ? record : record with { WaitReason = hold };

    private static RolloutRecord Advance(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now, DateTimeOffset startedAt)
    {
        if (record.Stage >= plan.Stages.Length - 1)
        {
            return record.Step(plan, RolloutPhase.Completed, by, reason, now) with { EndedAt = now, WaitReason = RolloutWaitReason.None };
        }

        var next = record with { Stage = record.Stage + 1, StageStartedAt = startedAt, IsApproved = false, WaitReason = RolloutWaitReason.None };
        return next.Step(plan, RolloutPhase.Running, by, reason, now, record.Phase);
    }
}
