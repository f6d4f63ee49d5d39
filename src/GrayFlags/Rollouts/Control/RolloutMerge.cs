namespace GrayFlags.Rollouts.Control;

/// <summary>Joins two records of one rollout, so that nodes agree in whatever order they exchange records.</summary>
/// <remarks>
/// A later attempt wins. Within one, two parts are joined, each by its own order: the decision (an end, such as a rollback, first; then the later decision of
/// an operator; then the more severe phase), and the progress. Pausing a stage that another node has already left pauses the later stage: no stage ever goes
/// down.
/// </remarks>
internal static class RolloutMerge
{
    /// <summary>The join of two records: commutative, associative and idempotent.</summary>
    public static RolloutRecord Join(RolloutRecord left, RolloutRecord right)
    {
        if (left.Attempt != right.Attempt)
        {
            return left.Attempt > right.Attempt ? left : right;
        }

        var (decision, place) = (CompareDecisions(left, right), ComparePlaces(left, right));
        if (decision == 0 || place == 0)
        {
            return decision + place >= 0 ? left : right;
        }

        var (decided, reached) = (decision > 0 ? left : right, place > 0 ? left : right);
        return ReferenceEquals(decided, reached)
            ? decided
            : decided with
            {
                Stage = reached.Stage,
                StartedAt = reached.StartedAt,
                StageStartedAt = reached.StageStartedAt,
                IsApproved = reached.IsApproved,
                Changes = [.. decided.Changes.Union(reached.Changes).OrderBy(change => change.At).TakeLast(RolloutTransitions.MaxChanges)],
            };
    }

    /// <summary>True when two records agree in all that nodes share.</summary>
    public static bool IsSame(RolloutRecord left, RolloutRecord right) =>
        left.Attempt == right.Attempt && CompareDecisions(left, right) == 0 && ComparePlaces(left, right) == 0;

    /// <summary>True when the left record is ahead of the right one: in its attempt, its decision or its stage.</summary>
    public static bool IsPast(RolloutRecord left, RolloutRecord right) =>
        left.Attempt != right.Attempt ? left.Attempt > right.Attempt : CompareDecisions(left, right) > 0 || left.Stage > right.Stage;

    private static int CompareDecisions(RolloutRecord left, RolloutRecord right) => First(
        IsEnd(left).CompareTo(IsEnd(right)),
        left.Epoch.CompareTo(right.Epoch),
        Severity(left.Phase).CompareTo(Severity(right.Phase)),
        Nullable.Compare(left.PausedAt, right.PausedAt),
        Nullable.Compare(left.EndedAt, right.EndedAt));

    private static int ComparePlaces(RolloutRecord left, RolloutRecord right) => First(
        left.Stage.CompareTo(right.Stage),
        left.IsApproved.CompareTo(right.IsApproved),
        left.StageStartedAt.CompareTo(right.StageStartedAt));

    private static int First(params ReadOnlySpan<int> orders)
    {
        foreach (var order in orders)
        {
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static bool IsEnd(RolloutRecord record) => record.Phase is RolloutPhase.RolledBack or RolloutPhase.Cancelled;

    private static int Severity(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Pending => 0,
        RolloutPhase.Running => 1,
        RolloutPhase.Completed => 2,
        RolloutPhase.Paused => 3,
        RolloutPhase.Withheld => 4,
        RolloutPhase.Cancelled => 5,
        _ => 6,
    };
}
