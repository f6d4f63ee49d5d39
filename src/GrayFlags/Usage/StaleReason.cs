namespace GrayFlags;

/// <summary>
/// The reasons for which a flag looks stale, so that somebody should take it out of the code. A flag with the tag <c>permanent</c> only expires.
/// </summary>
public enum StaleReason
{
    /// <summary>The flag does not look stale, or was not measured for long enough.</summary>
    None,

    /// <summary>No call on any instance has asked for it for 7 days, on each of which one of them was measuring.</summary>
    NotAsked,

    /// <summary>
    /// Every answer of 30 days was the same, on or off. Not said of a flag with two or more variants, which are not told apart, nor of one whose rollout is
    /// on its way.
    /// </summary>
    OneAnswer,

    /// <summary>Its <see cref="FlagSummary.Expires"/> is past.</summary>
    Expired,
}
