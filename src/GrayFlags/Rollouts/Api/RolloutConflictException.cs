namespace GrayFlags;

/// <summary>Thrown for a command on a rollout that is not as its operator has seen it. Nothing has happened.</summary>
public sealed class RolloutConflictException : InvalidOperationException
{
    internal RolloutConflictException(RolloutStatus current)
        : base($"The rollout of '{current.Record.Flag}' is not as it was looked at: its revision is '{current.Revision}' now.")
    {
        Current = current;
    }

    /// <summary>The rollout as it is now.</summary>
    public RolloutStatus Current { get; }
}
