namespace GrayFlags;

/// <summary>The calls of one arm of a rollout in this attempt, counted as dashboards count them.</summary>
/// <param name="Units">Units that took part.</param>
/// <param name="Calls">Calls that were judged.</param>
/// <param name="Failures">Of these, those that failed or had not ended.</param>
/// <param name="NotEnded">Of these, those that had not ended when they were judged.</param>
/// <param name="Ignored">Calls that told nothing.</param>
public sealed record RolloutCalls(long Units, long Calls, long Failures, long NotEnded, long Ignored)
{
    /// <summary>The part of the calls that failed, 0 to 1; 0 where there were none.</summary>
    public double FailureRate => Calls > 0 ? (double)Failures / Calls : 0;
}
