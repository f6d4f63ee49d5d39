namespace GrayFlags.Documents;

/// <summary>The verdict of an error guard on a call that has not ended when it is judged.</summary>
public enum GuardNotEnded
{
    /// <summary>A failure.</summary>
    Fail,

    /// <summary>Nothing: for rollouts of work that takes longer than an hour.</summary>
    Ignore,
}
