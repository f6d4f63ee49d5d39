using GrayFlags.Bucketing;

namespace GrayFlags.Simulation;

/// <summary>
/// Random numbers that are the same on every machine and for every version of the framework: a counter
/// through the finalizer of MurmurHash3 (SplitMix64 with other constants).
/// </summary>
internal sealed class Draws(ulong seed)
{
    private const ulong Step = 0x9e3779b97f4a7c15;
    private const double Unit = 1.0 / (1UL << 53);

    private ulong _state = MurmurHash3.Mix64(seed + Step);

    public ulong NextWord() => MurmurHash3.Mix64(_state += Step);

    /// <summary>At least 0 and below 1.</summary>
    public double Next() => (NextWord() >> 11) * Unit;

    public bool Chance(double chance) => Next() < chance;

    /// <summary>Of the normal distribution (G. E. P. Box and M. E. Muller, 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());
}
