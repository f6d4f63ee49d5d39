namespace GrayFlags.Rules.Plans;

/// <summary>The feedback that excludes a unit.</summary>
/// <param name="RemovesNegative">Whether negative feedback does.</param>
/// <param name="RemovesBelow">The score below which feedback does; null for none.</param>
/// <param name="For">The duration of the exclusion.</param>
internal sealed record FeedbackPlan(bool RemovesNegative, double? RemovesBelow, TimeSpan For)
{
    public static FeedbackPlan Default { get; } = new(true, null, TimeSpan.FromDays(30));
}
