namespace GrayFlags.Benchmarks.Short;

/// <summary>What came of a duel: medians of its rounds.</summary>
/// <param name="Ratio">The median of the rounds' own ratios.</param>
/// <param name="Floor">Nanoseconds a call of the floor.</param>
/// <param name="Subject">Nanoseconds a call of the subject.</param>
/// <param name="Bytes">Bytes that a call of the subject allocates.</param>
/// <param name="Rounds">How many rounds there were.</param>
internal sealed record DuelResult(double Ratio, double Floor, double Subject, double Bytes, int Rounds);
