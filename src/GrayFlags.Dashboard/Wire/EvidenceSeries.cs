namespace GrayFlags.Dashboard.Wire;

/// <summary>The evidence of one guard over time.</summary>
/// <param name="Guard">The guard.</param>
/// <param name="Threshold">The evidence at which it breaches, as a natural logarithm.</param>
/// <param name="Points">Pairs of Unix seconds and evidence, the oldest first.</param>
internal sealed record EvidenceSeries(string Guard, double? Threshold, IReadOnlyList<double[]> Points);
