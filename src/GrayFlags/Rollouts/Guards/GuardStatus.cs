using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Where a guard stands after a tick.</summary>
/// <param name="Plan">What is watched.</param>
/// <param name="Canary">The canary's outcomes.</param>
/// <param name="Control">The control's outcomes.</param>
/// <param name="LnE">The evidence that the harm is larger than allowed, as a logarithm. 0 is none.</param>
/// <param name="Threshold">The evidence at which the guard is breached: ln(guards / risk).</param>
/// <param name="PValue">The chance of evidence as strong as the strongest so far, at any time, if the harm were as allowed; at most.</param>
/// <param name="LnEvidence">For stages that advance by evidence: the evidence from this stage that the harm is no larger than allowed. Null where it is not gathered.</param>
internal sealed record GuardStatus(GuardPlan Plan, ArmStatus Canary, ArmStatus Control, double LnE, double Threshold, double PValue, double? LnEvidence)
{
    public bool IsBreached => LnE >= Threshold;

    /// <summary>By how much the canary does worse, in the unit of the means. Over a growing share the two means are of different times, and the evidence is not made from them.</summary>
    public double Difference => Canary.Mean - Control.Mean;
}
