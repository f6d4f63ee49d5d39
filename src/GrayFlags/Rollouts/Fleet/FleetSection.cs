using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>The part of a batch that belongs to one attempt of a rollout.</summary>
/// <param name="Rollout">The rollout.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Stage">The stage that the rollout was in when the batch was made.</param>
/// <param name="Halvings">The number of times by which the units were halved whose calls are in it: 0 for all of them. See <see cref="FleetSampling"/>.</param>
/// <param name="Calls">The calls that were judged, in the order of their beginning; those that are counted together come last.</param>
internal sealed record FleetSection(RolloutKey Rollout, int Attempt, int Stage, int Halvings, IReadOnlyList<CountedCall> Calls)
{
    /// <summary>The number of calls that have a unit: the others are few, however many calls they count.</summary>
    public int Records => Calls.Count(static call => call.Call.Hash != 0);
}
