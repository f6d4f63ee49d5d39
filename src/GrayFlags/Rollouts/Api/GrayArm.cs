namespace GrayFlags;

/// <summary>The arm of a rollout's comparison that a context is in.</summary>
public enum GrayArm
{
    /// <summary>In neither arm: the flag has no rollout, the rollout is not running, a rule decided, or the audience does not match.</summary>
    None,

    /// <summary>Not admitted, as the basis of comparison.</summary>
    Control,

    /// <summary>Admitted by the rollout.</summary>
    Canary,
}
