namespace GrayFlags.Simulator.Experiments;

/// <summary>What a late regression may cost in 95 % of streams.</summary>
/// <param name="Ending">Which of the endings.</param>
/// <param name="Guard">Which of the guards.</param>
/// <param name="IsInSeconds">Seconds since it began, instead of failing calls of the canary beyond those that began within <c>settle</c> of the first.</param>
/// <param name="Most">How many; null for no bar.</param>
internal sealed record LateBar(int Ending, int Guard, bool IsInSeconds, double? Most);
