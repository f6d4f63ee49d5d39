namespace GrayFlags.Rules;

/// <summary>Services that all evaluations share. One reference, so that a frame stays small.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Draws">The draws for requests.</param>
/// <param name="RequiredFlags">The flags that conditions require.</param>
internal sealed record FrameServices(TimeProvider Clock, RequestRandom Draws, IRequiredFlags RequiredFlags);
