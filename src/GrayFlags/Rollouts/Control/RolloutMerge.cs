namespace GrayFlags.Rollouts.Control;

/// <summary>Brings two records of one rollout together, so that nodes agree in whatever order they hear of each other.</summary>
/// <remarks>
/// A later attempt wins. Within one, two things are joined, each by its own order: what was decided (a rollback or the end that an operator set; then the later decision of an operator;
/// then what is more severe), and how far it has come. Whoever pauses a stage that another node has left meanwhile pauses the later one: no stage ever goes down.
/// </remarks>
internal static class RolloutMerge
{
    private const int MaxChanges = 20;

    /// <summary>What holds when both were said; in whatever order, and however often.</summary>
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
                Changes = [.. decided.Changes.Union(reached.Changes).OrderBy(change => change.At).TakeLast(MaxChanges)],
            };
    }

    /// <summary>Whether two say the same, but for what only their own node knows.</summary>
    public static bool IsSame(RolloutRecord left, RolloutRecord right) =>
        left.Attempt == right.Attempt && CompareDecisions(left, right) == 0 && ComparePlaces(left, right) == 0;

    /// <summary>Whether one has something that the other must not lose: an attempt, a decision, a stage.</summary>
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
