namespace GrayFlags.Rules.Plans;

/// <summary>Which feedback takes a unit out.</summary>
/// <param name="RemovesNegative">Whether a negative one does.</param>
/// <param name="RemovesBelow">The score below which one does; null for none.</param>
/// <param name="For">For how long.</param>
internal sealed record FeedbackPlan(bool RemovesNegative, double? RemovesBelow, TimeSpan For)
{
    public static FeedbackPlan Default { get; } = new(true, null, TimeSpan.FromDays(30));
}
