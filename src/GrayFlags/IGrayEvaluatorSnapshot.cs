namespace GrayFlags;

/// <summary>An evaluator whose rules and clock stand still. Registered as a scoped service: one request never sees two rule sets.</summary>
/// <remarks>
/// Answers depend on the flag and on the context; of earlier calls nothing is remembered. Percentages by
/// <c>request</c> go by one draw, which is made with the snapshot.
/// </remarks>
public interface IGrayEvaluatorSnapshot : IGrayEvaluator
{
    /// <summary>The version of the rules that are pinned; empty before any were loaded.</summary>
    string Version { get; }

    /// <summary>The instant that is pinned, in UTC.</summary>
    DateTimeOffset Now { get; }
}
