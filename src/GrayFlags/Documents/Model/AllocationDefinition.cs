namespace GrayFlags.Documents;

/// <summary>One step of an ordered allocation: those for whom its conditions hold, and no step before, are given its variant.</summary>
/// <remarks>For documents of other systems. A step without conditions holds for everyone.</remarks>
public sealed class AllocationDefinition : ConditionsDefinition
{
    /// <summary>The variant's name. Null: these are given none, whatever the steps behind say.</summary>
    public string? Variant { get; init; }
}
