namespace GrayFlags;

/// <summary>The aspect of the outcomes that a guard watches.</summary>
public enum GuardMetric
{
    /// <summary>Failures.</summary>
    Error,

    /// <summary>Durations.</summary>
    Duration,

    /// <summary>Satisfaction scores of users, 0 to 1.</summary>
    Score,

    /// <summary>Users' requests to be left out.</summary>
    OptOut,

    /// <summary>Differences between the upgraded answer and the original one, when both were run.</summary>
    Mismatch,
}
