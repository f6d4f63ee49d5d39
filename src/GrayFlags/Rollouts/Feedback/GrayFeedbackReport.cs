namespace GrayFlags;

/// <summary>A feedback and its result.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Context">The user's context.</param>
/// <param name="Arm">The user's arm.</param>
/// <param name="Feedback">The feedback; null for an opt-out.</param>
/// <param name="Result">The result.</param>
public sealed record GrayFeedbackReport(string Flag, GrayContext Context, GrayArm Arm, GrayFeedback? Feedback, FeedbackResult Result);
