using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Where a guard stands after a tick.</summary>
/// <param name="Plan">What is watched.</param>
/// <param name="Canary">The canary's outcomes.</param>
/// <param name="Control">The control's outcomes.</param>
/// <param name="LnE">The evidence that the loss is larger than allowed, as a logarithm. 0 is none.</param>
/// <param name="Threshold">The evidence at which it breaches.</param>
/// <param name="PValue">At most the chance of such evidence, ever, if the loss were as allowed.</param>
/// <param name="LnEvidence">The evidence from this stage that the loss is no larger than allowed; null where it is not gathered.</param>
/// <param name="Difference">A 95 % confidence sequence of the difference of the means; null where nothing is known.</param>
/// <param name="FirstOutcomes">How many units of both arms were bet on over the attempt.</param>
/// <param name="Unit">What a loss of 1 is in the unit of the means.</param>
/// <param name="Leading">Which process the evidence is from: the level of an epoch, or that of the whole attempt.</param>
internal sealed record GuardStatus(GuardPlan Plan, ArmStatus Canary, ArmStatus Control, double LnE, double Threshold, double PValue, double? LnEvidence, int Leading, (double Low, double High)? Difference, double FirstOutcomes, double Unit)
{
    public bool IsBreached => LnE >= Threshold;
}
