namespace GrayFlags.Rollouts.Outcomes;

/// <summary>What is counted apart.</summary>
internal enum Channel
{
    /// <summary>Units that were met for the first time.</summary>
    Exposure,

    /// <summary>Outcomes that are no number of their metric's range.</summary>
    Invalid,

    /// <summary>Outcomes of units that had one of the kind before.</summary>
    Repeated,

    /// <summary>Successes and failures, at most one of each a unit and stage.</summary>
    Error,

    /// <summary>Durations, at most one a unit and stage for a success and one for a failure.</summary>
    Duration,

    /// <summary>Scores, at most one a unit and stage.</summary>
    Score,

    /// <summary>Units that had a success, and units that asked to be left out.</summary>
    OptOut,

    /// <summary>Comparisons of two answers, all of them: the limit is one on calls.</summary>
    Mismatch,

    /// <summary>Successes and failures, all of them: a limit is one on calls, and a unit that is counted once for each would make one failure of a hundred calls a half.</summary>
    EveryError,
}
