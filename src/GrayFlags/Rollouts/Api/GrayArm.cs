namespace GrayFlags;

/// <summary>On which side of a rollout's comparison a context stands.</summary>
public enum GrayArm
{
    /// <summary>On neither: the flag has no rollout, the rollout does not run, a rule decided, or the audience does not match.</summary>
    None,

    /// <summary>Left alone, to be compared with.</summary>
    Control,

    /// <summary>Admitted by the rollout.</summary>
    Canary,
}
