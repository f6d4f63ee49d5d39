namespace GrayFlags.Rollouts.Outcomes;

/// <summary>The outcome of a call.</summary>
internal enum CallVerdict
{
    /// <summary>Nothing is written yet.</summary>
    None,

    /// <summary>It is under way.</summary>
    Open,

    /// <summary>It went well.</summary>
    Success,

    /// <summary>It failed.</summary>
    Failure,

    /// <summary>It says nothing.</summary>
    Ignored,

    /// <summary>It had not ended at the age at which calls are judged.</summary>
    NotEnded,
}
