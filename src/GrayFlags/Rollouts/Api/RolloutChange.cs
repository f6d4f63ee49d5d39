namespace GrayFlags;

/// <summary>One step of a rollout, for the audit.</summary>
/// <param name="At">The time.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Id">The rollout's id.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="From">The phase before.</param>
/// <param name="To">The phase after.</param>
/// <param name="Stage">The name of the stage after.</param>
/// <param name="By">The author: a person, or <c>clock</c>, <c>guard</c>, <c>store</c>, <c>document</c>.</param>
/// <param name="Reason">The reason.</param>
public sealed record RolloutChange(
    DateTimeOffset At, string Flag, string Id, int Attempt, RolloutPhase From, RolloutPhase To, string Stage, string By, string Reason);
