using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>Steps of a record from one phase to another, with their audit.</summary>
internal static class RolloutTransitions
{
    /// <summary>The number of steps that a record keeps.</summary>
    public const int MaxChanges = 20;

    /// <summary>The record in another phase, with the step in its audit.</summary>
    public static RolloutRecord Step(
        this RolloutRecord record, RolloutPlan plan, RolloutPhase to, string by, string reason, DateTimeOffset now, RolloutPhase? from = null)
    {
        var stage = plan.StageAt(record.Stage).Name;
        var change = new RolloutChange(now, record.Flag, record.Id, record.Attempt, from ?? record.Phase, to, stage, by, reason);
        var changes = record.Changes.Skip(Math.Max(0, record.Changes.Count + 1 - MaxChanges));
        return record with { Phase = to, Reason = reason, Changes = [.. changes, change] };
    }
}
