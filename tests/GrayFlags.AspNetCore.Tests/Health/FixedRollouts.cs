namespace GrayFlags.AspNetCore.Tests.Health;

/// <summary>One rollout with a place in a fleet.</summary>
internal sealed class FixedRollouts(RolloutFleetStatus fleet, string? damage = null, RolloutWaitReason waits = RolloutWaitReason.None) : IGrayRollouts
{
    public event EventHandler<RolloutChange>? Changed
    {
        add { }
        remove { }
    }

    public IReadOnlyList<RolloutStatus> GetAll() =>
        [
            new RolloutStatus
            {
                Record = new RolloutRecord { Flag = "a", Id = "a", WaitReason = waits },
                StageName = "all",
                Stages = ["all"],
                Percentage = 100,
                Fleet = fleet,
                StoreDamage = damage,
            },
        ];

    public RolloutStatus? GetStatus(string flag) => throw new NotSupportedException();

    public Task<RolloutStatus> PauseAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<RolloutStatus> ResumeAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<RolloutStatus> ApproveAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<RolloutStatus> PromoteAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<RolloutStatus> RollbackAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<RolloutStatus> RestartAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<RolloutStatus> CancelAsync(string flag, string by, string reason, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<RolloutStatus> OperateAsync(
        RolloutOperation operation, string flag, OperatorRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task AcceptLossAsync(string by, string reason, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
