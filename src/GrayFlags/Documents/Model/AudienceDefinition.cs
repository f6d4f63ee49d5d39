namespace GrayFlags.Documents;

/// <summary>The subjects that take part in a rollout: the conditions of a rule without a percentage, which would choose the arms a second time.</summary>
public sealed class AudienceDefinition : ConditionsDefinition
{
    /// <summary>The exceptions: anyone for whom one of these conditions holds is left out; a percentage is not allowed here either.</summary>
    public ConditionsDefinition? Except { get; init; }

    internal override bool IsEmpty => base.IsEmpty && Except is null;
}
