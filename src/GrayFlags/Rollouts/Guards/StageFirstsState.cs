namespace GrayFlags.Rollouts.Guards;

/// <summary>A <see cref="StageFirsts"/> in plain numbers.</summary>
internal sealed record StageFirstsState
{
    /// <summary>The stage that runs, from 0.</summary>
    public int Stage { get; init; }

    /// <summary>The quarter of a minute in which it began.</summary>
    public long Begun { get; init; }

    /// <summary>The quarter in which all calls of the stage before have been judged.</summary>
    public long Settled { get; init; }

    /// <summary>The units that were judged in between, packed.</summary>
    public string Noted { get; init; } = "";

    internal bool IsSound => Stage >= 0 && Begun >= 0 && Settled >= Begun;
}
