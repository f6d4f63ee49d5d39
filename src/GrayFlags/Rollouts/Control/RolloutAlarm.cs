namespace GrayFlags.Rollouts.Control;

/// <summary>A limit that is breached after the rollout has completed.</summary>
/// <param name="Guard">The guard's name.</param>
/// <param name="LnE">Its evidence.</param>
/// <param name="Text">The message.</param>
internal sealed record RolloutAlarm(string Guard, double LnE, string Text);
