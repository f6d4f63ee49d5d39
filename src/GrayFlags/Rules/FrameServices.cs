namespace GrayFlags.Rules;

/// <summary>What all evaluations share. One reference, so that a frame stays small.</summary>
/// <param name="Clock">Tells the time.</param>
/// <param name="Draws">Draws for requests.</param>
/// <param name="Overrides">What the program overrides.</param>
internal sealed record FrameServices(TimeProvider Clock, RequestRandom Draws, IFlagOverrides Overrides);
