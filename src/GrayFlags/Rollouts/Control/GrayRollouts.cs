using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>The public face of rollouts: describes them, and passes commands on.</summary>
internal sealed class GrayRollouts(RolloutServices rollouts, TimeProvider clock) : IGrayRollouts
{
    public event EventHandler<RolloutChange>? Changed
    {
        add => rollouts.Events.Changed += value;
        remove => rollouts.Events.Changed -= value;
    }

    public IReadOnlyList<RolloutStatus> GetAll() => [.. rollouts.Live.All.Select(Describe)];

    public RolloutStatus? GetStatus(string flag) => rollouts.Live.Find(flag) is { } state ? Describe(state) : null;

    public Task<RolloutStatus> PauseAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RolloutCommand.Pause, flag, new OperatorRequest(by, reason), cancellationToken);

    public Task<RolloutStatus> ResumeAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RolloutCommand.Resume, flag, new OperatorRequest(by, reason), cancellationToken);

    public Task<RolloutStatus> ApproveAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RolloutCommand.Approve, flag, new OperatorRequest(by, reason), cancellationToken);

    public Task<RolloutStatus> PromoteAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RolloutCommand.Promote, flag, new OperatorRequest(by, reason), cancellationToken);

    public Task<RolloutStatus> RollbackAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RolloutCommand.RollBack, flag, new OperatorRequest(by, reason), cancellationToken);

    public Task<RolloutStatus> RestartAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RolloutCommand.Restart, flag, new OperatorRequest(by, reason), cancellationToken);

    public Task<RolloutStatus> CancelAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RolloutCommand.Cancel, flag, new OperatorRequest(by, reason), cancellationToken);

    public Task<RolloutStatus> OperateAsync(
        RolloutOperation operation, string flag, OperatorRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return ExecuteAsync(RolloutCommand.Of(operation), flag, request, cancellationToken);
    }

    public Task AcceptLossAsync(string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);

        return rollouts.Commands.AcceptLossAsync(by, reason, cancellationToken);
    }

    private Task<RolloutStatus> ExecuteAsync(RolloutCommand command, string flag, OperatorRequest request, CancellationToken cancellationToken)
    {
        // By the names of the parameters of the callers.
        var (by, reason, _) = request;
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        if (rollouts.Live.Find(flag) is null)
        {
            throw new ArgumentException($"Flag '{flag}' has no rollout.", nameof(flag));
        }

        return RunAsync();

        async Task<RolloutStatus> RunAsync()
        {
            var (state, isConflict) = await rollouts.Commands.ExecuteAsync(command, flag, request, cancellationToken).ConfigureAwait(false);
            return isConflict ? throw new RolloutConflictException(Describe(state)) : Describe(state);
        }
    }

    private RolloutStatus Describe(RolloutState state) =>
        RolloutDescription.Of(state, rollouts.Sessions.MonitorOf(state), clock.GetUtcNow()) with { StoreDamage = rollouts.Sessions.DamageOf(state) };
}
