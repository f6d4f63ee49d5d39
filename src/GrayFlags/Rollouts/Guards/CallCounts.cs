namespace GrayFlags.Rollouts.Guards;

/// <summary>The calls of one arm, as dashboards show them.</summary>
/// <param name="Units">The units that were seen.</param>
/// <param name="Calls">The calls that were judged.</param>
/// <param name="Failures">Of these, those that failed or had not ended.</param>
/// <param name="NotEnded">Of these, those that had not ended.</param>
/// <param name="Ignored">The calls that were ignored.</param>
internal readonly record struct CallCounts(long Units, long Calls, long Failures, long NotEnded, long Ignored);
