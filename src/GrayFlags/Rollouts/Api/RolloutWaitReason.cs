namespace GrayFlags;

/// <summary>The first gate of a running stage that is not met.</summary>
public enum RolloutWaitReason
{
    /// <summary>Every gate is met.</summary>
    None,

    /// <summary>Its <c>hold</c> is not over.</summary>
    Time,

    /// <summary>Its <c>window</c> is closed.</summary>
    Window,

    /// <summary>The canary has fewer than <c>minSamples</c> outcomes.</summary>
    Samples,

    /// <summary>An operator's approval is missing.</summary>
    Approval,

    /// <summary>The evidence that the loss is no larger than allowed is too weak.</summary>
    Evidence,

    /// <summary>
    /// The store has not taken the next stage; nothing is promoted without it. Also in a process whose document does not have the stage that others have
    /// reached.
    /// </summary>
    Store,

    /// <summary>
    /// For outcomes: none came from either arm for <c>noDataAfter</c>, or too many of the control's calls take
    /// longer than <c>settle</c> to be judged. It goes on by itself.
    /// </summary>
    Data,

    /// <summary>
    /// The stored record may be lost: the flag is off for everyone, whatever the rules say, until an operator resumes the rollout. Also while the store has not
    /// been read since the start.
    /// </summary>
    Lost,

    /// <summary>
    /// For a verdict on the canary: calls that are not judged yet look worse than is allowed, for as long as it takes to judge them; half of the evidence is
    /// there by which the rollout would be rolled back; or its units fare worse where no bet is placed, which the status tells. It goes on by itself when it
    /// was chance; an operator may promote.
    /// </summary>
    Doubt,
}
