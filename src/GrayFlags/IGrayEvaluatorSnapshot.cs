namespace GrayFlags;

/// <summary>An evaluator with pinned rules and a pinned clock. Registered as a scoped service: one request never sees two rule sets.</summary>
/// <remarks>
/// Answers depend on the flag and on the context, not on earlier calls. Percentages by
/// <c>request</c> use one draw, which is made with the snapshot.
/// </remarks>
public interface IGrayEvaluatorSnapshot : IGrayEvaluator
{
    /// <summary>The version of the rules that are pinned; empty before any were loaded.</summary>
    string Version { get; }

    /// <summary>The instant that is pinned, in UTC.</summary>
    DateTimeOffset Now { get; }
}
