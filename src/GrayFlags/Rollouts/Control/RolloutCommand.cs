namespace GrayFlags.Rollouts.Control;

/// <summary>One command of an operator: the phases that it applies to, and the record that follows from it.</summary>
/// <param name="Requirement">The required phase, in words: "it must ...".</param>
/// <param name="Allows">True for a phase that the command applies to.</param>
/// <param name="Apply">The record that follows.</param>
internal sealed record RolloutCommand(string Requirement, Predicate<RolloutPhase> Allows, Func<RolloutCommandInputs, RolloutRecord> Apply)
{
    public static RolloutCommand Pause { get; } = new(
        "be running",
        phase => phase == RolloutPhase.Running,
        inputs => RolloutStateMachine.Pause(inputs.Plan, inputs.Record, inputs.By, inputs.Reason, inputs.Now));

    public static RolloutCommand Resume { get; } = new(
        "be paused or withheld",
        phase => phase is RolloutPhase.Paused or RolloutPhase.Withheld,
        inputs => RolloutStateMachine.Resume(inputs.Plan, inputs.Record, inputs.Acknowledge(), inputs.By, inputs.Reason, inputs.Now));

    public static RolloutCommand Approve { get; } = new(
        "be running, paused or withheld",
        phase => phase is RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Withheld,
        inputs => RolloutStateMachine.Approve(inputs.Plan, inputs.Record, inputs.By, inputs.Reason, inputs.Now));

    public static RolloutCommand Promote { get; } = new(
        "be pending, running, paused or withheld",
        phase => phase is RolloutPhase.Pending or RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Withheld,
        inputs => RolloutStateMachine.Promote(inputs.Plan, inputs.Record, inputs.Acknowledge(), inputs.By, inputs.Reason, inputs.Now));

    public static RolloutCommand RollBack { get; } = new(
        "be anything but rolled back",
        phase => phase != RolloutPhase.RolledBack,
        inputs => RolloutStateMachine.RollBack(inputs.Plan, inputs.Record, inputs.By, inputs.Reason, inputs.Now));

    public static RolloutCommand Restart { get; } = new(
        "be rolled back or cancelled",
        phase => phase is RolloutPhase.RolledBack or RolloutPhase.Cancelled,
        inputs => RolloutStateMachine.WhyNotRestart(inputs.Plan, inputs.Record, inputs.Now) is { } why
            ? throw new InvalidOperationException($"The rollout of '{inputs.Plan.Flag}' cannot be restarted now: {why}.")
            : RolloutStateMachine.Restart(inputs.Plan, inputs.Record, inputs.By, inputs.Reason, inputs.Now));

    public static RolloutCommand Cancel { get; } = new(
        "be anything but cancelled",
        phase => phase != RolloutPhase.Cancelled,
        inputs => RolloutStateMachine.Cancel(inputs.Plan, inputs.Record, inputs.By, inputs.Reason, inputs.Now));

    /// <summary>The command of an operation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operation.</exception>
    public static RolloutCommand Of(RolloutOperation operation) => operation switch
    {
        RolloutOperation.Pause => Pause,
        RolloutOperation.Resume => Resume,
        RolloutOperation.Approve => Approve,
        RolloutOperation.Promote => Promote,
        RolloutOperation.Rollback => RollBack,
        RolloutOperation.Restart => Restart,
        RolloutOperation.Cancel => Cancel,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such operation."),
    };

    /// <summary>The record that follows from the command.</summary>
    /// <exception cref="InvalidOperationException">The rollout is in another phase than the command applies to.</exception>
    public RolloutRecord Next(RolloutCommandInputs inputs) => Allows(inputs.Record.Phase)
        ? Apply(inputs)
        : throw new InvalidOperationException($"The rollout of '{inputs.Plan.Flag}' is {inputs.Record.Phase}; for this it must {Requirement}.");
}
