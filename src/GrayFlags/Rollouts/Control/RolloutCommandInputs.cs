using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Control;

/// <summary>The values that a command's record follows from.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Record">The record so far.</param>
/// <param name="Acknowledge">Acknowledges the evidence so far, and returns it by guard: a guard that has failed works again.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">The operator's reason.</param>
/// <param name="Now">The time.</param>
internal readonly record struct RolloutCommandInputs(
    RolloutPlan Plan, RolloutRecord Record, Func<IReadOnlyDictionary<string, double>> Acknowledge, string By, string Reason, DateTimeOffset Now);
