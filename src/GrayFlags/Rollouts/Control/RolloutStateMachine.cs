using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>The states of a rollout and the transitions between them: pure functions, so that every history can be tested.</summary>
/// <remarks>
/// The order within a tick: rollback guards, health, pause guards, hold, window, samples, advance. A clock that is set back never lowers a stage.
/// </remarks>
internal static class RolloutStateMachine
{
    private const string Clock = "clock";
    private const string Guard = "guard";
    private const string Store = "store";

    private const string NotRead = "the store of rollouts has not been read yet; the flag is off for everyone until it answers";

    private const string LostReason = "the stored record may be lost; the flag is off for everyone until an operator resumes the rollout";

    private const string NotReadable =
        "the record in the store cannot be read; the flag is off for everyone until it is mended, or an operator resumes the rollout";

    private const string SampleRatioMismatch = "sample ratio mismatch: the arms do not have the sizes that the share gives them";
    private const string SilentArm = "one arm loses more of its outcomes than the other";

    private static readonly Dictionary<string, double> NothingAcknowledged = [];

    /// <summary>True for the author of a step that no person has taken.</summary>
    public static bool IsByItself(string by) => by is Clock or Guard or Store;

    /// <summary>The record of a rollout that was never seen before.</summary>
    public static RolloutRecord New(RolloutPlan plan) => new() { Flag = plan.Flag, Id = plan.Id };

    /// <summary>A stand-in for the record while the store has not been read: off, since it may have been rolled back. It is never written.</summary>
    public static RolloutRecord Unread(RolloutPlan plan) => New(plan) with { WaitReason = RolloutWaitReason.Lost, Reason = NotRead };

    public static bool IsUnread(RolloutRecord record) =>
        record is { Phase: RolloutPhase.Pending, WaitReason: RolloutWaitReason.Lost, Changes.Count: 0 } && ReferenceEquals(record.Reason, NotRead);

    /// <summary>A stand-in for a record that the store cannot read, where nobody here knows the rollout: off. It is never written.</summary>
    public static RolloutRecord Unreadable(RolloutPlan plan, DateTimeOffset now) => New(plan) with
    {
        Phase = RolloutPhase.Paused,
        WaitReason = RolloutWaitReason.Lost,
        Reason = NotReadable,
        StartedAt = now,
        StageStartedAt = now,
        PausedAt = now,
    };

    /// <summary>True for a record that stands for one that is not known here.</summary>
    public static bool IsStandIn(RolloutRecord record) => IsUnread(record) || IsUnreadable(record);

    public static bool IsUnreadable(RolloutRecord record) =>
        record is { WaitReason: RolloutWaitReason.Lost, Changes.Count: 0 } && ReferenceEquals(record.Reason, NotReadable);

    /// <summary>The record of a rollout whose own record may be missing or out of date: off until an operator resumes it.</summary>
    public static RolloutRecord Lost(RolloutPlan plan, RolloutRecord record, DateTimeOffset now)
    {
        if (record.Phase is RolloutPhase.Paused or RolloutPhase.Withheld or RolloutPhase.Cancelled or RolloutPhase.RolledBack)
        {
            return record.WaitReason == RolloutWaitReason.Lost ? record : record with { WaitReason = RolloutWaitReason.Lost };
        }

        var begun = record.Changes.Count == 0 ? record with { StartedAt = now, StageStartedAt = now } : record with { EndedAt = null };
        return Pause(plan, begun, Store, LostReason, now) with { WaitReason = RolloutWaitReason.Lost };
    }

    /// <summary>The record after one tick; the same reference when nothing changes.</summary>
    public static RolloutRecord Tick(RolloutPlan plan, RolloutRecord record, in RolloutInputs inputs)
    {
        if (record.WaitReason == RolloutWaitReason.Lost)
        {
            return Lost(plan, record, inputs.Now);
        }

        switch (record.Phase)
        {
            case RolloutPhase.Pending:
                return plan.StartTicks is { } start && inputs.Now.UtcTicks < start ? record : BeginWhereTheClockIs(plan, record, inputs);
            case RolloutPhase.Running:
                return Run(plan, record, inputs);
            case RolloutPhase.Paused:
                return inputs.RollbackBreach is { } breach ? RollBack(plan, record, Guard, breach, inputs.Now)
                    : WhyWithhold(plan, inputs) is { } why ? Withhold(plan, record, Guard, why, inputs.Now)
                    : record;
            case RolloutPhase.Withheld:
                return inputs.RollbackBreach is { } late ? RollBack(plan, record, Guard, late, inputs.Now) : record;
            case RolloutPhase.Completed:
                return inputs.LimitRollback is { } limit ? RollBack(plan, record, Guard, limit, inputs.Now)
                    : inputs.LimitAlarm is { } alarm ? Alarm(plan, record, alarm, inputs.Now)
                    : record;
            case RolloutPhase.RolledBack when plan.OnRollback.ResumesAutomatically && WhyNotRestart(plan, record, inputs.Now) is null:
                return Restart(plan, record, Clock, "the cooldown is over", inputs.Now);
            default:
                return record;
        }
    }

    public static RolloutRecord Pause(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.Paused, by, reason, now) with { PausedAt = now, WaitReason = RolloutWaitReason.None };

    /// <summary>Stops, and admits nobody. A pause that becomes one counts from its own beginning.</summary>
    public static RolloutRecord Withhold(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.Withheld, by, reason, now) with { PausedAt = record.PausedAt ?? now, WaitReason = RolloutWaitReason.None };

    // The stage resumes at the age that it had, even when the clock was set meanwhile.
    public static RolloutRecord Resume(
        RolloutPlan plan, RolloutRecord record, IReadOnlyDictionary<string, double> known, string by, string reason, DateTimeOffset now) =>
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

    /// <summary>Moves on to the next stage, whichever gates are not met. After a pause it also resumes, and acknowledges the evidence.</summary>
    public static RolloutRecord Promote(
        RolloutPlan plan, RolloutRecord record, IReadOnlyDictionary<string, double> known, string by, string reason, DateTimeOffset now)
    {
        var promoted = record.Phase == RolloutPhase.Pending ? Begin(plan, record, now, by, reason) : Advance(plan, record, by, reason, now, now);
        promoted = promoted with { PausedAt = null, Epoch = record.Epoch + 1 };
        return record.Phase is RolloutPhase.Paused or RolloutPhase.Withheld ? promoted with { ResumedAt = now, Acknowledged = known } : promoted;
    }

    public static RolloutRecord RollBack(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.RolledBack, by, reason, now) with { EndedAt = now, PausedAt = null, WaitReason = RolloutWaitReason.None };

    // Cancelling a rollback wins over it, since its operator knew of it; a rollback on another node wins over cancelling a rollout that runs.
    public static RolloutRecord Cancel(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now) =>
        record.Step(plan, RolloutPhase.Cancelled, by, reason, now) with
        {
            EndedAt = now,
            PausedAt = null,
            WaitReason = RolloutWaitReason.None,
            Epoch = record.Phase == RolloutPhase.RolledBack ? record.Epoch + 1 : record.Epoch,
        };

    /// <summary>Begins the next attempt, with fresh evidence.</summary>
    public static RolloutRecord Restart(RolloutPlan plan, RolloutRecord record, string by, string reason, DateTimeOffset now)
    {
        var next = record with
        {
            Attempt = record.Attempt + 1,
            Epoch = 0,
            Stage = 0,
            EndedAt = null,
            PausedAt = null,
            ResumedAt = null,
            Acknowledged = NothingAcknowledged,
            IsApproved = false,
            WaitReason = RolloutWaitReason.None,
        };
        return next.Step(plan, RolloutPhase.Pending, by, reason, now, record.Phase);
    }

    /// <summary>The objection to another attempt; null when there is none.</summary>
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

    // A node that restarts must not serve the first stage again, not even for one tick.
    private static RolloutRecord BeginWhereTheClockIs(RolloutPlan plan, RolloutRecord record, in RolloutInputs inputs)
    {
        var begun = Begin(plan, record, inputs.Now);
        return plan.IsClockOnly && begun.StageStartedAt < inputs.Now ? Progress(plan, begun, inputs) with { WaitReason = RolloutWaitReason.None } : begun;
    }

    private static RolloutRecord Begin(RolloutPlan plan, RolloutRecord record, DateTimeOffset now, string by = Clock, string reason = "it begins")
    {
        // Without guards the stage is a function of the clock, so that all nodes agree, whenever they were started. A later attempt begins on request.
        var at = plan.Guards.Length == 0 && record.Attempt == 1 && plan.StartTicks is { } start && start <= now.UtcTicks
            ? new DateTimeOffset(start, TimeSpan.Zero)
            : now;
        var begun = record with { Stage = 0, StartedAt = at, StageStartedAt = at, IsApproved = false };
        return begun.Step(plan, RolloutPhase.Running, by, reason, now, record.Phase);
    }

    private static RolloutRecord Run(RolloutPlan plan, RolloutRecord record, in RolloutInputs inputs)
    {
        if (inputs.RollbackBreach is { } breach)
        {
            return RollBack(plan, record, Guard, breach, inputs.Now);
        }

        if (Fault(plan, record, inputs) is var (action, reason))
        {
            return action switch
            {
                GuardAction.Rollback => RollBack(plan, record, Guard, reason, inputs.Now),
                GuardAction.Withhold => Withhold(plan, record, Guard, reason, inputs.Now),
                _ => Pause(plan, record, Guard, reason, inputs.Now),
            };
        }

        // Whoever has the document with that stage moves it on.
        if (StageByName.FindUnknown(plan, record) is not null)
        {
            return Holding(record, RolloutWaitReason.Store);
        }

        // After a clock was set back, or with a file from a machine whose clock was ahead: the stage begins now at the latest, or it would never end.
        var isAhead = plan.Guards.Length > 0 && record.StageStartedAt > inputs.Now;
        return Progress(plan, isAhead ? record with { StageStartedAt = inputs.Now } : record, inputs);
    }

    // The most severe fault that applies, and its action.
    private static (GuardAction Action, string Reason)? Fault(RolloutPlan plan, RolloutRecord record, in RolloutInputs inputs)
    {
        (GuardAction Action, string Reason)? fault = null;
        Weigh(inputs.IsSplitMismatch, plan.Health.SampleRatioMismatch, SampleRatioMismatch, ref fault);
        Weigh(inputs.IsArmSilent, plan.Health.SilentArm, SilentArm, ref fault);
        Weigh(IsWithoutData(plan, record, inputs), plan.Health.NoData, $"no calls for {plan.Health.NoDataAfter:c}", ref fault);
        Weigh(inputs.WithholdBreach is not null, GuardAction.Withhold, inputs.WithholdBreach!, ref fault);
        Weigh(inputs.PauseBreach is not null, GuardAction.Pause, inputs.PauseBreach!, ref fault);
        return fault;
    }

    private static string? WhyWithhold(RolloutPlan plan, in RolloutInputs inputs) =>
        inputs.IsSplitMismatch && plan.Health.SampleRatioMismatch == GuardAction.Withhold ? SampleRatioMismatch
        : inputs.IsArmSilent && plan.Health.SilentArm == GuardAction.Withhold ? SilentArm
        : inputs.WithholdBreach;

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

    private static bool IsWithoutData(RolloutPlan plan, RolloutRecord record, in RolloutInputs inputs)
    {
        var stage = plan.StageAt(record.Stage);
        if (plan.Guards.Length == 0 || (stage.Size == 0 && stage.ShadowSize == 0))
        {
            return false;
        }

        var last = record.StageStartedAt;
        last = inputs.AliveAt > last ? inputs.AliveAt.Value : last;
        last = record.ResumedAt > last ? record.ResumedAt.Value : last;
        return inputs.Now - last >= plan.Health.NoDataAfter;
    }

    private static RolloutRecord Progress(RolloutPlan plan, RolloutRecord record, in RolloutInputs inputs)
    {
        if (plan.Ramp is { } ramp)
        {
            return inputs.Now - record.StageStartedAt < ramp.Over
                ? Holding(record, RolloutWaitReason.Time)
                : Advance(plan, record, Clock, "the ramp has reached its end", inputs.Now, inputs.Now);
        }

        // With guards no stage is skipped: each is left in a tick of its own.
        var current = record;
        do
        {
            var stage = plan.StageAt(current.Stage);
            var hold = MissingGate(plan, stage, current, inputs);
            if (hold != RolloutWaitReason.None)
            {
                var isOverdue = stage.MaxHold is { } most && inputs.Now - current.StageStartedAt >= most;
                if (!isOverdue || inputs.IsInDoubt || inputs.IsStoreAwaited || !plan.PromotesOnMaxHold || !StageSamples.IsSeen(plan, stage, inputs))
                {
                    return Holding(current, hold);
                }
            }

            // When only the clock counts, a stage begins when the one before was over, not at the tick that noticed.
            var isPlain = plan.Guards.Length == 0 && stage.Window is null && stage.Advance == StageAdvance.Auto && hold == RolloutWaitReason.None;
            var reason = hold == RolloutWaitReason.None ? "every gate is met" : "the longest hold is over";
            current = Advance(plan, current, Clock, reason, inputs.Now, isPlain ? current.StageStartedAt + stage.Hold : inputs.Now);
        }
        while (plan.Guards.Length == 0 && current.Phase == RolloutPhase.Running && plan.StageAt(current.Stage).Window is null);

        return current;
    }

    private static RolloutWaitReason MissingGate(RolloutPlan plan, StagePlan stage, RolloutRecord record, in RolloutInputs inputs)
    {
        if (inputs.IsStoreAwaited)
        {
            return RolloutWaitReason.Store;
        }

        if (IsWithoutData(plan, record, inputs) || inputs.IsUnsettled)
        {
            return RolloutWaitReason.Data;
        }

        if (inputs.Now - record.StageStartedAt < stage.Hold || inputs.StageWatched < stage.Hold)
        {
            return RolloutWaitReason.Time;
        }

        if (stage.Window is not null && !inputs.IsWindowOpen)
        {
            return RolloutWaitReason.Window;
        }

        if (!StageSamples.AreEnough(plan, stage, record, inputs))
        {
            return RolloutWaitReason.Samples;
        }

        return stage.Advance switch
        {
            StageAdvance.Approval when !record.IsApproved => RolloutWaitReason.Approval,
            StageAdvance.Evidence when !inputs.IsProved => RolloutWaitReason.Evidence,
            _ => inputs.IsInDoubt ? RolloutWaitReason.Doubt : RolloutWaitReason.None,
        };
    }

    private static RolloutRecord Holding(RolloutRecord record, RolloutWaitReason hold) =>
        record.WaitReason == hold ? record : record with { WaitReason = hold };

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
