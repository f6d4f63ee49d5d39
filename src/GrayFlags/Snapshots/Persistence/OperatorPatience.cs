namespace GrayFlags.Snapshots.Persistence;

/// <summary>The time that an operator's call waits for its decision to be saved. They would take it for saved, and may be about to stop the process.</summary>
internal static class OperatorPatience
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The time between two tries.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
}
