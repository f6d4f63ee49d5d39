using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Gives each rollout of a rule set its state, before the rule set is published.</summary>
internal interface IRolloutStateRegistry
{
    /// <summary>What speaks against a rule set as things stand: a rollout that runs may not be changed as one likes.</summary>
    /// <param name="live">What is live.</param>
    /// <param name="next">What would be.</param>
    /// <returns>The objections; none when the rule set may go live.</returns>
    IReadOnlyList<RolloutObjection> Check(FlagSnapshot live, RuleSet next);

    /// <summary>The states of a rule set's rollouts, each at its index. Called under the publishing lock: fast, and takes no other lock.</summary>
    /// <param name="live">What is live.</param>
    /// <param name="next">What goes live with these states.</param>
    RolloutState[] Derive(FlagSnapshot live, RuleSet next);

    /// <summary>Told after a rule set went live.</summary>
    void Published(FlagSnapshot live);
}
