namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The outcome of a call.</summary>
internal enum CallVerdict
{
    /// <summary>Not written yet.</summary>
    None,

    /// <summary>Under way.</summary>
    Open,

    /// <summary>Succeeded.</summary>
    Success,

    /// <summary>Failed.</summary>
    Failure,

    /// <summary>Ignored.</summary>
    Ignored,

    /// <summary>Not ended at the age at which calls are judged.</summary>
    NotEnded,

    /// <summary>Made by an excluded unit, which is served as if there were no rollout: only the sample ratio counts it.</summary>
    Excluded,
}
