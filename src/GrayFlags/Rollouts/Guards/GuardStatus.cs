using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The status of a guard after a tick.</summary>
/// <param name="Plan">The guard's plan.</param>
/// <param name="Canary">The canary's outcomes.</param>
/// <param name="Control">The control's outcomes.</param>
/// <param name="LnE">The evidence that the loss is larger than allowed, as a logarithm. 0 is none.</param>
/// <param name="Threshold">The evidence at which it breaches.</param>
/// <param name="PValue">The anytime-valid p-value.</param>
/// <param name="LnEvidence">The evidence of this stage that the loss is no larger than allowed; null when it is not gathered.</param>
/// <param name="Difference">A 95 % confidence sequence of the difference of the means; null while nothing is known.</param>
/// <param name="FirstOutcomes">The number of units of both arms that were bet on over the attempt.</param>
/// <param name="Unit">The value of a loss of 1, in the unit of the means.</param>
/// <param name="Leading">The e-process that the evidence is from: an epoch's level, or that of the whole attempt.</param>
internal sealed record GuardStatus(
    GuardPlan Plan,
    ArmStatus Canary,
    ArmStatus Control,
    double LnE,
    double Threshold,
    double PValue,
    double? LnEvidence,
    int Leading,
    (double Low, double High)? Difference,
    double FirstOutcomes,
    double Unit)
{
    /// <summary>The canary's outcomes of the last half minute at most.</summary>
    public ArmStatus RecentCanary { get; init; }

    /// <summary>The control's outcomes of the last half minute at most.</summary>
    public ArmStatus RecentControl { get; init; }

    public bool IsBreached => LnE >= Threshold;
}
