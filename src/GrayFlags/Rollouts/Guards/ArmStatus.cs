namespace GrayFlags.Rollouts.Guards;

/// <summary>The outcomes of one arm over the attempt.</summary>
/// <param name="Count">The number of outcomes that were weighed.</param>
/// <param name="Mean">
/// The mean: the share of failures or of outcomes above the threshold, the shortfall from full scores, or capped durations in seconds.
/// </param>
internal readonly record struct ArmStatus(long Count, double Mean);
