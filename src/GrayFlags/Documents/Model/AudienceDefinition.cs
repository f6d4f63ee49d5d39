namespace GrayFlags.Documents;

/// <summary>Who takes part in a rollout: the conditions of a rule without a percentage, which would choose the arms a second time.</summary>
public sealed class AudienceDefinition : ConditionsDefinition
{
    /// <summary>Who is left out: anybody for whom one of these conditions holds; a percentage is not allowed here either.</summary>
    public ConditionsDefinition? Except { get; init; }

    internal override bool IsEmpty => base.IsEmpty && Except is null;
}
