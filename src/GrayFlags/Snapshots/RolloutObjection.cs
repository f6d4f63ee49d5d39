namespace GrayFlags.Snapshots;

/// <summary>Why a rule set may not go live as things stand.</summary>
/// <param name="Flag">The flag whose rollout is meant.</param>
/// <param name="Text">What is wrong, and what to do.</param>
internal sealed record RolloutObjection(string Flag, string Text);
