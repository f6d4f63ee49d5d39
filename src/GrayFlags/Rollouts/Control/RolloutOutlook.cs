using System.Globalization;
using GrayFlags.Rollouts.Api;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>The gates that a stage waits for, in numbers and in words.</summary>
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
            EvidenceIn = stage.Advance == StageAdvance.Evidence && seen is { IsProved: false, LnEvidence: { } evidence } ? In(age.TotalSeconds, evidence, seen.EvidenceThreshold - evidence) : null,
        };
        return remaining with { Text = TextOf(record, stage, remaining, seen, now), Warning = WarningOf(plan, stage, remaining, age, seen) };
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    // At the rate so far: so much came in so many seconds.
    private static TimeSpan? In(double seconds, double came, double missing)
    {
        seconds = came > 0 ? seconds * missing / came : double.PositiveInfinity;
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(Math.Max(Math.Ceiling(seconds), 0)) : null;
    }

    private static string TextOf(RolloutRecord record, StagePlan stage, RolloutRemaining remaining, GuardSetStatus? seen, DateTimeOffset now)
    {
        if (record.Phase != RolloutPhase.Running)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(record.Phase == RolloutPhase.Paused ? "paused, the canary stays on" : "withheld, nobody is admitted")}: {record.Reason}");
        }

        return record.WaitReason switch
        {
            RolloutWaitReason.Time => string.Create(CultureInfo.InvariantCulture, $"running: the stage lasts another {Words(remaining.Time)}"),
            RolloutWaitReason.Window => remaining.WindowOpensAt is { } opens ? string.Create(CultureInfo.InvariantCulture, $"held: its window opens at {opens:yyyy-MM-dd HH:mm} UTC, in {Words(opens - now)}") : "held: its window does not open within a week",
            RolloutWaitReason.Samples => string.Create(CultureInfo.InvariantCulture, $"held: {remaining.Samples:#,0} of {remaining.SamplesWanted:#,0} {(stage.Size == 0 ? "comparisons" : "canary units")}{Rate(remaining.SamplesIn)}{WithoutControl(remaining, seen)}"),
            RolloutWaitReason.Approval => "held: an operator's approval is missing",
            RolloutWaitReason.Evidence => string.Create(CultureInfo.InvariantCulture, $"held: no loss is not proved yet, {Odds.Of(seen?.LnEvidence ?? 0)}; it takes {Odds.Of(seen?.EvidenceThreshold ?? 0)}{Rate(remaining.EvidenceIn)}"),
            RolloutWaitReason.Data => seen?.IsUnsettled == true
                ? string.Create(CultureInfo.InvariantCulture, $"held: more than 5 % of the control's calls had not ended after {seen.Settle.TotalSeconds:0.#} s; a longer 'settle' is needed")
                : "held: nobody calls; it goes on by itself",
            RolloutWaitReason.Doubt => $"held: {DoubtOf(seen) ?? "the canary looks worse than is allowed, and calls are yet to be judged"}; it goes on by itself when it was chance",
            RolloutWaitReason.Store => "held: the store has not taken the next step yet",
            _ => record.Reason,
        };
    }

    private static string? DoubtOf(GuardSetStatus? seen) => seen?.Doubt switch
    {
        StageDoubt.Failures => "more of the canary's units meet failures than of the control's, in calls that no bet is placed on ('count': 'both' would bet on them)",
        StageDoubt.Strangers => "more of the canary's new visitors meet failures than of the control's; no bet is placed on them",
        StageDoubt.NoVerdict => "more of the canary's units abandon their calls, or have them ignored, than of the control's",
        _ => null,
    };

    private static string WithoutControl(RolloutRemaining remaining, GuardSetStatus? seen) =>
        remaining.Samples >= remaining.SamplesWanted && seen is { StageControl: 0 } ? "; and no outcome of the control" : "";

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
            return string.Create(CultureInfo.InvariantCulture, $"more than 5 % of the control's calls had not ended after {seen.Settle.TotalSeconds:0.#} s: give 'settle' at least twice what its slowest normal calls take");
        }

        if (remaining.SamplesIn is { } wait && wait + age > (stage.MaxHold ?? TooLong))
        {
            return string.Create(CultureInfo.InvariantCulture, $"at this rate {remaining.SamplesWanted:#,0} samples take {Words(wait)} more, longer than {(stage.MaxHold is null ? "30 days" : "'maxHold'")}");
        }

        if (remaining.Samples < remaining.SamplesWanted && seen is { StageArrivals: 0 } && seen.StageArrivalsOver >= LongWithoutNew)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"no unit is new any more, {remaining.Samples:#,0} of {remaining.SamplesWanted:#,0} were met: too few units fall into this stage; give it a larger share, or a smaller 'minSamples'");
        }

        var isBlind = stage.Size == Bucketing.Bucket.Count && plan.Order != RolloutOrder.Sequential && Array.TrueForAll(plan.Guards, guard => !guard.IsLimit);
        return isBlind ? "every unit is admitted, and there is no control: guards that compare see nothing any more, only limits would" : null;
    }

    private static string Rate(TimeSpan? wait) => wait is { } time ? string.Create(CultureInfo.InvariantCulture, $", about {Words(time)} at this rate") : "";

    private static string Words(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
    };
}
