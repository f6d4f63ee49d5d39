namespace GrayFlags.Dashboard.Wire;

/// <summary>The operations on rollouts by their names in addresses, and the phases in which there is something to do for them.</summary>
internal static class RolloutOperations
{
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string Approve = "approve";
    public const string Promote = "promote";
    public const string Rollback = "rollback";
    public const string Restart = "restart";
    public const string Cancel = "cancel";

    public static readonly string[] All = [Pause, Resume, Approve, Promote, Rollback, Restart, Cancel];

    /// <summary>The operations that a rollout allows now; an approval only where the stage asks for one and has none.</summary>
    public static IReadOnlyList<string> Of(RolloutStatus status) => status.Record.Phase switch
    {
        RolloutPhase.Pending => [Promote, Rollback, Cancel],
        RolloutPhase.Running => status.Remaining.Approval ? [Pause, Approve, Promote, Rollback, Cancel] : [Pause, Promote, Rollback, Cancel],
        RolloutPhase.Paused or RolloutPhase.Withheld => status.Remaining.Approval
            ? [Resume, Approve, Promote, Rollback, Cancel]
            : [Resume, Promote, Rollback, Cancel],
        RolloutPhase.Completed => [Rollback, Cancel],
        RolloutPhase.Cancelled => [Restart, Rollback],
        _ => [Restart, Cancel],
    };

    public static RolloutOperation Of(string operation) => operation switch
    {
        Pause => RolloutOperation.Pause,
        Resume => RolloutOperation.Resume,
        Approve => RolloutOperation.Approve,
        Promote => RolloutOperation.Promote,
        Rollback => RolloutOperation.Rollback,
        Restart => RolloutOperation.Restart,
        _ => RolloutOperation.Cancel,
    };

    /// <summary>True for what makes a rollout smaller: it may be asked for by somebody who has not looked first.</summary>
    public static bool IsStop(string operation) => operation is Pause or Rollback or Cancel;
}
