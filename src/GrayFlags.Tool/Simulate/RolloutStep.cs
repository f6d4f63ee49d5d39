namespace GrayFlags.Tool.Simulate;

/// <summary>A look at a rollout that is played.</summary>
/// <param name="After">The time since the beginning.</param>
/// <param name="Status">Its state then.</param>
internal sealed record RolloutStep(TimeSpan After, RolloutStatus Status);
