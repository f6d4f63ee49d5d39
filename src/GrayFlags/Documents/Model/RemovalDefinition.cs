namespace GrayFlags.Documents;

/// <summary>The feedback that removes a subject from a rollout: any of these.</summary>
public sealed class RemovalDefinition : Definition
{
    /// <summary>True: negative feedback does. Null: the default, true.</summary>
    public bool? Negative { get; init; }

    /// <summary>The score below which feedback does: above 0, at most 1. Null: none.</summary>
    public decimal? ScoreBelow { get; init; }
}
