using System.Globalization;
using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Api;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>The gates that a stage still waits for, in numbers and in words.</summary>
internal static class RolloutOutlook
{
    private static readonly TimeSpan TooLong = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongWithoutNew = TimeSpan.FromMinutes(5);

    public static RolloutRemaining Of(RolloutPlan plan, RolloutRecord record, GuardSetStatus? seen, DateTimeOffset now)
    {
        var stage = plan.StageAt(record.Stage);
        if (record.Phase is not (RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Withheld))
        {
            return new RolloutRemaining { Text = record.Reason };
        }

        var age = Positive((record.PausedAt ?? now) - record.StageStartedAt);
        var (wanted, samples) = (StageSamples.Wanted(plan, stage, now - record.StartedAt), StageSamples.Seen(plan, stage, seen));
        var remaining = new RolloutRemaining
        {
            Time = Positive(stage.Hold - age),
            WindowOpensAt = stage.Window is { } window ? StageWindow.NextOpening(window, now) : null,
            SamplesWanted = wanted,
            Samples = samples,
            SamplesIn = samples < wanted && seen is not null ? In(1, seen.StageArrivals, wanted - samples) : null,
            Approval = stage.Advance == StageAdvance.Approval && !record.IsApproved,
            EvidenceIn = stage.Advance == StageAdvance.Evidence && seen is { IsProved: false, LnEvidence: { } evidence }
                ? In(age.TotalSeconds, evidence, seen.EvidenceThreshold - evidence)
                : null,
        };
        return remaining with { Text = TextOf(plan, record, remaining, seen, now), Warning = WarningOf(plan, stage, remaining, age, seen) };
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    // At the rate so far: so much came in so many seconds.
    private static TimeSpan? In(double seconds, double came, double missing)
    {
        seconds = came > 0 ? seconds * missing / came : double.PositiveInfinity;
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(Math.Max(Math.Ceiling(seconds), 0)) : null;
    }

    private static string TextOf(RolloutPlan plan, RolloutRecord record, RolloutRemaining remaining, GuardSetStatus? seen, DateTimeOffset now)
    {
        if (record.Phase != RolloutPhase.Running)
        {
            return $"{(record.Phase == RolloutPhase.Paused ? "paused, the canary stays on" : "withheld, nobody is admitted")}: {record.Reason}";
        }

        return record.WaitReason switch
        {
            RolloutWaitReason.Time => string.Create(CultureInfo.InvariantCulture, $"running: the stage lasts another {Words(remaining.Time)}"),
            RolloutWaitReason.Window => remaining.WindowOpensAt is { } opens
                ? string.Create(CultureInfo.InvariantCulture, $"held: its window opens at {opens:yyyy-MM-dd HH:mm} UTC, in {Words(opens - now)}")
                : "held: its window does not open within a week",
            RolloutWaitReason.Samples => SamplesText(plan.StageAt(record.Stage), remaining, seen),
            RolloutWaitReason.Approval => "held: an operator's approval is missing",
            RolloutWaitReason.Evidence =>
                $"held: not enough evidence yet that the loss is acceptable: {Odds.Of(seen?.LnEvidence ?? 0)}, of {Odds.Of(seen?.EvidenceThreshold ?? 0)}"
                + Rate(remaining.EvidenceIn),
            RolloutWaitReason.Data => DataText(seen),
            RolloutWaitReason.Doubt =>
                $"held: {DoubtOf(seen) ?? "the canary looks worse than is allowed, and calls are yet to be judged"}; it continues by itself if it was chance",
            RolloutWaitReason.Store when StageByName.FindUnknown(plan, record) is { } name =>
                $"held: it is in the stage {LogSafeText.Quote(name)}, which is not in the document of this process: one that has it moves on, or an operator",
            RolloutWaitReason.Store => "held: the store has not taken the next step yet",
            _ => record.Reason,
        };
    }

    private static string? DoubtOf(GuardSetStatus? seen) => seen?.Doubt switch
    {
        StageDoubt.Failures =>
            "more of the canary's units than of the control's fail in calls that no bet is placed on; 'count': 'both' would bet on them",
        StageDoubt.Strangers => "more of the canary's new visitors than of the control's fail, and no bet is placed on them",
        StageDoubt.NoVerdict => "more of the canary's units than of the control's abandon their calls, or have them ignored",
        _ => null,
    };

    private static string SamplesText(StagePlan stage, RolloutRemaining remaining, GuardSetStatus? seen)
    {
        var unit = stage.Size == 0 ? "comparisons" : "canary units";
        return string.Create(CultureInfo.InvariantCulture, $"held: {remaining.Samples:#,0} of {remaining.SamplesWanted:#,0} {unit}")
            + Rate(remaining.SamplesIn) + WithoutControl(remaining, seen);
    }

    private static string DataText(GuardSetStatus? seen) => seen?.IsUnsettled == true
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"held: more than 5 % of the control's calls had not ended after {seen.Settle.TotalSeconds:0.#} s; a longer 'settle' is needed")
        : "held: no calls; it continues by itself when calls arrive";

    private static string WithoutControl(RolloutRemaining remaining, GuardSetStatus? seen) =>
        remaining.Samples >= remaining.SamplesWanted && seen is { StageControl: 0 } ? "; and the control has no outcomes" : "";

    private static string? WarningOf(RolloutPlan plan, StagePlan stage, RolloutRemaining remaining, TimeSpan age, GuardSetStatus? seen)
    {
        if (plan.Guards.Length == 0)
        {
            return null;
        }

        if (DoubtOf(seen) is { } doubt)
        {
            return doubt;
        }

        if (seen?.IsUnsettled == true)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"more than 5 % of the control's calls had not ended after {seen.Settle.TotalSeconds:0.#} s: ")
                + "set 'settle' to at least twice the duration of its slowest normal calls";
        }

        if (remaining.SamplesIn is { } wait && wait + age > (stage.MaxHold ?? TooLong))
        {
            var longest = stage.MaxHold is null ? "30 days" : "'maxHold'";
            return string.Create(
                CultureInfo.InvariantCulture, $"at this rate {remaining.SamplesWanted:#,0} samples take {Words(wait)} more, longer than {longest}");
        }

        if (remaining.Samples < remaining.SamplesWanted && seen is { StageArrivals: 0 } && seen.StageArrivalsOver >= LongWithoutNew)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"no unit is new any more after {remaining.Samples:#,0} of {remaining.SamplesWanted:#,0}: too few units fall into this stage; ")
                + "give it a larger share, or a smaller 'minSamples'";
        }

        var isBlind = stage.Size == Bucketing.Bucket.Count && plan.Order != RolloutOrder.Sequential && Array.TrueForAll(plan.Guards, guard => !guard.IsLimit);
        return isBlind ? "every unit is admitted, so there is no control: guards that compare are blind; only limits would still work" : null;
    }

    private static string Rate(TimeSpan? wait) => wait is { } time ? $", about {Words(time)} at this rate" : "";

    private static string Words(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
    };
}
