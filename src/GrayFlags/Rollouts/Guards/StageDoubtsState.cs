namespace GrayFlags.Rollouts.Guards;

/// <summary>A <see cref="StageDoubts"/> in plain numbers.</summary>
internal sealed record StageDoubtsState
{
    public long[] Counts { get; init; } = new long[StageDoubts.Length];

    /// <summary>The units that were counted, packed.</summary>
    public string Noted { get; init; } = "";

    internal bool IsSound => Counts?.Length == StageDoubts.Length && Array.TrueForAll(Counts, count => count >= 0);
}
