namespace GrayFlags.Rollouts.Outcomes;

/// <summary>A judged call, or several that are alike.</summary>
/// <param name="Call">The call. Calls that are counted together have no hash.</param>
/// <param name="Count">The number of calls; 1 for every call that can be evidence.</param>
internal readonly record struct CountedCall(JudgedCall Call, int Count);
