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

    /// <summary>The store has not taken the next stage; nothing is promoted without it.</summary>
    Store,

    /// <summary>
    /// Outcomes are missing: neither arm had any for <c>noDataAfter</c>, too many of the control's calls take longer than <c>settle</c>, or the canary's calls
    /// that are not judged yet look worse. The rollout continues by itself.
    /// </summary>
    Data,

    /// <summary>
    /// The stored record may be lost: the flag is off for everyone, whatever the rules say, until an operator resumes the rollout. Also while the store has not
    /// been read since the start.
    /// </summary>
    Lost,
}
