namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The kinds of recorded entries.</summary>
internal enum CallKind
{
    /// <summary>A call, with a beginning and possibly an end.</summary>
    Call,

    /// <summary>A score from feedback.</summary>
    Score,

    /// <summary>An opt-out.</summary>
    OptOut,

    /// <summary>A comparison of two answers.</summary>
    Mismatch,
}
