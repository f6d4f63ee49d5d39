namespace GrayFlags.Documents;

/// <summary>The proof required before a stage advances by evidence.</summary>
public sealed class EvidenceDefinition : Definition
{
    /// <summary>The amount by which the canary's loss may exceed the control's: between 0 and 1. Null: the default, 0.01.</summary>
    public decimal? Delta { get; init; }

    /// <summary>The risk of advancing although it does: between 0 and 1. Null: the default, 0.05.</summary>
    public decimal? Risk { get; init; }
}
