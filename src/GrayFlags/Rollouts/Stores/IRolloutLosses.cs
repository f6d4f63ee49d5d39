namespace GrayFlags.Rollouts.Stores;

/// <summary>A store that remembers across restarts that it may have lost records.</summary>
internal interface IRolloutLosses
{
    /// <summary>The damage that was repaired without a loss; null when there was none.</summary>
    string? Mended { get; }

    /// <summary>Accepts the loss: a rollout without a record is new from now on; one whose record may be out of date waits to be resumed.</summary>
    Task AcceptLossAsync(CancellationToken cancellationToken);
}
