namespace GrayFlags.Rollouts;

/// <summary>Brings two records of one rollout together: the greater of the two in one order of all, so that nodes agree in whatever order they hear of each other.</summary>
/// <remarks>
/// A later attempt wins; within one, a rollback or the end that an operator set; then the later decision of an operator; then what is more severe; then what is further.
/// </remarks>
internal static class RolloutMerge
{
    public static RolloutRecord Max(RolloutRecord left, RolloutRecord right) => Compare(left, right) >= 0 ? left : right;

    public static int Compare(RolloutRecord left, RolloutRecord right)
    {
        ReadOnlySpan<int> orders =
        [
            left.Attempt.CompareTo(right.Attempt),
            IsEnd(left).CompareTo(IsEnd(right)),
            left.Epoch.CompareTo(right.Epoch),
            Severity(left.Phase).CompareTo(Severity(right.Phase)),
            left.Stage.CompareTo(right.Stage),
            left.IsApproved.CompareTo(right.IsApproved),
            left.StageStartedAt.CompareTo(right.StageStartedAt),
            Nullable.Compare(left.PausedAt, right.PausedAt),
            Nullable.Compare(left.EndedAt, right.EndedAt),
            left.Hold.CompareTo(right.Hold),
        ];
        foreach (var order in orders)
        {
            if (order != 0)
            {
                return order;
            }
        }

        return string.CompareOrdinal(left.Reason, right.Reason);
    }

    private static bool IsEnd(RolloutRecord record) => record.Phase is RolloutPhase.RolledBack or RolloutPhase.Cancelled;

    private static int Severity(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Pending => 0,
        RolloutPhase.Running => 1,
        RolloutPhase.Completed => 2,
        RolloutPhase.Paused => 3,
        RolloutPhase.Cancelled => 4,
        _ => 5,
    };
}
