namespace GrayFlags.Documents;

/// <summary>Which feedback takes a subject out of a rollout: any of these.</summary>
public sealed class RemovalDefinition : Definition
{
    /// <summary>Whether a negative one does. Null: not given, which is true.</summary>
    public bool? Negative { get; init; }

    /// <summary>The score below which one does: above 0, at most 1. Null: none.</summary>
    public decimal? ScoreBelow { get; init; }
}
