namespace GrayFlags.Rollouts.Outcomes;

/// <summary>A call at the age at which it is judged.</summary>
/// <param name="Hash">The hash of its unit.</param>
/// <param name="Marks">The properties that were fixed when it began.</param>
/// <param name="State">The state at that age.</param>
/// <param name="Stage">The stage in which it began.</param>
/// <param name="Settle">The age at which it is judged.</param>
internal readonly record struct JudgedCall(uint Hash, CallMarks Marks, CallState State, int Stage, TimeSpan Settle)
{
    /// <summary>
    /// True for a call of a fleet that its node took for a repetition, before it looked at the outcome: it is data, and evidence of nothing.
    /// </summary>
    public bool IsRepeat { get; init; }

    public bool IsBad => State.Verdict is CallVerdict.Failure or CallVerdict.NotEnded;
}
