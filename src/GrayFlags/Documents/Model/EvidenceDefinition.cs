namespace GrayFlags.Documents;

/// <summary>What has to be proved before a stage advances by evidence.</summary>
public sealed class EvidenceDefinition : Definition
{
    /// <summary>By how much the canary's loss may exceed the control's: between 0 and 1. Null: not given, which is 0.01.</summary>
    public decimal? Delta { get; init; }

    /// <summary>The risk of advancing although it does: between 0 and 1. Null: not given, which is 0.05.</summary>
    public decimal? Risk { get; init; }
}
