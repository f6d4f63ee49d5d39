namespace GrayFlags.Snapshots;

/// <summary>A reason why a rule set may not go live now.</summary>
/// <param name="Flag">The flag of the rollout.</param>
/// <param name="Text">The problem and its remedy.</param>
internal sealed record RolloutObjection(string Flag, string Text);
