using System.Buffers.Binary;
using System.Security.Cryptography;
using GrayFlags.Bucketing;

namespace GrayFlags.Providers.Http;

/// <summary>Random numbers that a seed fixes. Safe to use from any thread.</summary>
internal sealed class Jitter(ulong seed)
{
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
        var z = SplitMix64.Mix(Interlocked.Add(ref _state, SplitMix64.Step));
        return (z >> (64 - FractionBits)) * (1.0 / (1L << FractionBits));
    }

    /// <summary>A time between two.</summary>
    public TimeSpan Between(TimeSpan min, TimeSpan max) => min + ((max - min) * Next());
}
