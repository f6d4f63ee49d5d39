namespace GrayFlags;

/// <summary>What a guard watches of the outcomes.</summary>
public enum GuardMetric
{
    /// <summary>Whether it failed.</summary>
    Error,

    /// <summary>How long it took.</summary>
    Duration,

    /// <summary>How satisfied the user was, 0 to 1.</summary>
    Score,

    /// <summary>Whether the user asked to be left out.</summary>
    OptOut,

    /// <summary>Whether the upgraded answer differed from the original one, where both were run.</summary>
    Mismatch,
}
