namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The kinds of what is filed.</summary>
internal enum CallKind
{
    /// <summary>A call: it has a beginning, and an end or none.</summary>
    Call,

    /// <summary>A score that somebody gave.</summary>
    Score,

    /// <summary>Somebody asked to be left out.</summary>
    OptOut,

    /// <summary>Two answers were compared.</summary>
    Mismatch,
}
