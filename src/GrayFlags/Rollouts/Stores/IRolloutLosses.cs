namespace GrayFlags.Rollouts.Stores;

/// <summary>A store that remembers, over restarts, that it may have lost something.</summary>
internal interface IRolloutLosses
{
    /// <summary>What was damaged and has been mended, so that nothing is lost; null for nothing.</summary>
    string? Mended { get; }

    /// <summary>Accepts that: what has no record is new from now on. What has one that may be out of date stays closed until it is resumed.</summary>
    Task AcceptLossAsync(CancellationToken cancellationToken);
}
