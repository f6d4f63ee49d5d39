namespace GrayFlags;

/// <summary>The calls of one arm of a rollout in this attempt, counted as dashboards count them.</summary>
/// <param name="Units">The units that took part.</param>
/// <param name="Calls">The calls that were judged.</param>
/// <param name="Failures">Of these, those that failed or had not ended.</param>
/// <param name="NotEnded">Of these, those that had not ended when they were judged.</param>
/// <param name="Ignored">The calls that were ignored.</param>
public sealed record RolloutCalls(long Units, long Calls, long Failures, long NotEnded, long Ignored)
{
    /// <summary>The share of calls that failed, 0 to 1; 0 when there were none.</summary>
    public double FailureRate => Calls > 0 ? (double)Failures / Calls : 0;
}
