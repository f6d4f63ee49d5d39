using GrayFlags.Rules.Sets;

namespace GrayFlags.Rules.Conditions;

/// <summary>The region is one of a list, or lies below one.</summary>
internal sealed class RegionsCondition(RegionSet regions) : Condition
{
    public RegionSet Regions { get; } = regions;

    public override long Steps => EvaluationCost.Regions;

    public override bool Holds(ref EvaluationFrame frame) =>
        frame.Context.Region is { Length: > 0 } region && Regions.Covers(region);

    public override ConditionExplanation Explain(ref EvaluationFrame frame) =>
        new("regions", $"in {Regions}", $"region {Shown(frame.Context.Region)}", Holds(ref frame));
}
