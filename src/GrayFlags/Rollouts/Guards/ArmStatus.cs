namespace GrayFlags.Rollouts.Guards;

/// <summary>What one arm did, over the attempt.</summary>
/// <param name="Count">How many outcomes were weighed.</param>
/// <param name="Mean">The share of failures, of outcomes above the threshold, or of what is missing to full scores; for a mean of durations seconds, each capped.</param>
internal readonly record struct ArmStatus(long Count, double Mean);
