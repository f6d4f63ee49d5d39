namespace GrayFlags;

/// <summary>The outcomes of one arm, as a guard counts them.</summary>
/// <param name="Count">The number of outcomes.</param>
/// <param name="Mean">Their mean: a rate from 0 to 1, seconds, or the shortfall from the full score.</param>
public sealed record RolloutArmStatus(long Count, double Mean);
