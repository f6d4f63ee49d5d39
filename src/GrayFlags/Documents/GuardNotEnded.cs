namespace GrayFlags.Documents;

/// <summary>What a call counts as for an error guard that has not ended when it is judged.</summary>
public enum GuardNotEnded
{
    /// <summary>A failure.</summary>
    Fail,

    /// <summary>Nothing: for rollouts of work that takes longer than an hour.</summary>
    Ignore,
}
