namespace GrayFlags.Snapshots.Persistence;

/// <summary>
/// The time that an operator's call waits for its decision to be saved. The operator would otherwise assume that it is saved, and may be about to stop the
/// process.
/// </summary>
internal static class OperatorPatience
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The time that a stop which expects a revision waits for the store to compare it, before it takes effect without.</summary>
    public static readonly TimeSpan Comparison = TimeSpan.FromSeconds(1);

    /// <summary>The delay between two attempts.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
}
