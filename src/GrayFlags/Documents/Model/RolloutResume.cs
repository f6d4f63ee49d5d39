namespace GrayFlags.Documents;

/// <summary>The way the next attempt begins after a rollback.</summary>
public enum RolloutResume
{
    /// <summary>A person restarts the rollout.</summary>
    Manual,

    /// <summary>By itself, when the cooldown is over.</summary>
    Auto,
}
