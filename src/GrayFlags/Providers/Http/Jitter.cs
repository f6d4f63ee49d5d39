using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GrayFlags.Providers.Http;

/// <summary>
/// Random numbers that a seed fixes: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). Safe to use from any thread.
/// </summary>
internal sealed class Jitter(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private const int FractionBits = 53;

    private ulong _state = seed;

    /// <summary>One whose seed no other process shares.</summary>
    public static Jitter Create()
    {
        Span<byte> seed = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(seed);
        return new Jitter(BinaryPrimitives.ReadUInt64LittleEndian(seed));
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Next()
    {
        var z = Interlocked.Add(ref _state, Gamma);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> (64 - FractionBits)) * (1.0 / (1L << FractionBits));
    }

    /// <summary>A time between two.</summary>
    public TimeSpan Between(TimeSpan min, TimeSpan max) => min + ((max - min) * Next());
}
