namespace GrayFlags.Rollouts.Guards;

/// <summary>The ways in which a stage's units may fare worse in the canary without any bet on it.</summary>
internal enum StageDoubt
{
    /// <summary>More of the units failed, in any of their calls.</summary>
    Failures,

    /// <summary>More of the units failed that may not be bet on, such as new visitors.</summary>
    Strangers,

    /// <summary>More of the units had calls without a verdict: abandoned, or ignored.</summary>
    NoVerdict,
}
