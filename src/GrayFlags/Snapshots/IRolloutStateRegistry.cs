using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Gives each rollout of a rule set its state before the rule set is published.</summary>
internal interface IRolloutStateRegistry
{
    /// <summary>Checks a rule set against the running rollouts, which not every change may touch.</summary>
    /// <param name="live">The live snapshot.</param>
    /// <param name="next">The rule set to check.</param>
    /// <returns>The objections; empty when the rule set may go live.</returns>
    IReadOnlyList<RolloutObjection> Check(FlagSnapshot live, RuleSet next);

    /// <summary>
    /// Returns the states of a rule set's rollouts, each at its index. Called under the publishing lock: must be fast and take no other lock.
    /// </summary>
    /// <param name="live">The live snapshot.</param>
    /// <param name="next">The rule set that goes live with these states.</param>
    RolloutState[] Derive(FlagSnapshot live, RuleSet next);

    /// <summary>Called after a rule set went live.</summary>
    void Published(FlagSnapshot live);
}
