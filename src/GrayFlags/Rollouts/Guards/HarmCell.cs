namespace GrayFlags.Rollouts.Guards;

/// <summary>Outcomes of one arm that did the same harm.</summary>
/// <param name="Harm">0 for good to 1 for bad.</param>
/// <param name="Count">How many; a part where an outcome lies between two harms.</param>
internal readonly record struct HarmCell(double Harm, double Count);
