namespace GrayFlags.Simulator.Traffic;

/// <summary>How one stream of outcomes ended.</summary>
/// <param name="MaxLnE">The largest evidence there was, less what a guard that has not the whole risk must have more.</param>
/// <param name="Canary">How many outcomes of the canary there were.</param>
/// <param name="CanaryFailures">How many of them failed.</param>
/// <param name="FoolsPeeking">Whether a z-test that is looked at after every outcome said at any time, at 5 %, that the canary is worse.</param>
internal readonly record struct StreamEnd(double MaxLnE, long Canary, long CanaryFailures, bool FoolsPeeking);
