namespace GrayFlags;

/// <summary>What a running stage waits for: the first gate that is not met.</summary>
public enum RolloutWaitReason
{
    /// <summary>For nothing.</summary>
    None,

    /// <summary>For its <c>hold</c> to be over.</summary>
    Time,

    /// <summary>For its <c>window</c> to open.</summary>
    Window,

    /// <summary>For <c>minSamples</c> outcomes of the canary.</summary>
    Samples,

    /// <summary>For an operator's approval.</summary>
    Approval,

    /// <summary>For evidence that the loss is no larger than allowed.</summary>
    Evidence,

    /// <summary>For the store, without which nothing is promoted.</summary>
    Store,

    /// <summary>
    /// For outcomes: none came from either arm for <c>noDataAfter</c>, or too many of the control's calls take longer than <c>settle</c> to be judged. It goes on
    /// by itself.
    /// </summary>
    Data,

    /// <summary>
    /// For an operator, since what was kept of it may be lost: until it is resumed the flag is off for everyone, whatever the rules say. Also as long as its
    /// store has not been read since the start, for the store.
    /// </summary>
    Lost,

    /// <summary>
    /// For a verdict on the canary: calls that are not judged yet look worse than is allowed, for as long as it takes to judge them; half of the evidence is there
    /// by which the rollout would be rolled back; or its units fare worse where no bet is placed, which the status tells. It goes on by itself when it was
    /// chance; an operator may promote.
    /// </summary>
    Doubt,
}
