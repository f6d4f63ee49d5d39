namespace GrayFlags;

/// <summary>A feedback, and what came of it.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Context">Who was served.</param>
/// <param name="Arm">On which side of the rollout's comparison.</param>
/// <param name="Feedback">What was said; null for a wish to be left out.</param>
/// <param name="Result">What came of it.</param>
public sealed record GrayFeedbackReport(string Flag, GrayContext Context, GrayArm Arm, GrayFeedback? Feedback, FeedbackResult Result);
