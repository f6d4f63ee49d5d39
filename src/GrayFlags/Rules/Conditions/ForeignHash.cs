using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrayFlags.Bucketing;
using GrayFlags.Documents;

namespace GrayFlags.Rules.Conditions;

/// <summary>The bucketing of another system: the key of a unit, its hash, and the hashes that lie in a share.</summary>
/// <remarks>A share is compiled to a range of hashes, or of their remainders, so that an answer compares whole numbers only.</remarks>
internal sealed class ForeignHash
{
    private const uint VariantSeed = 86028157;
    private const int MaxOnStack = 512;
    private const double HashesOfSha = uint.MaxValue;
    private const long HashesOfFlagdV1 = int.MaxValue;

    private readonly BucketHash _kind;
    private readonly byte[] _before;
    private readonly byte[] _behind;
    private readonly uint _modulus;
    private readonly bool _ignoresCase;

    /// <param name="kind">Whose bucketing.</param>
    /// <param name="definition">The share, which is valid and has a salt.</param>
    public ForeignHash(BucketHash kind, PercentageDefinition definition)
    {
        var salt = definition.Salt;
        _kind = kind;
        _ignoresCase = definition.IgnoreCase == true;
        (_before, _behind) = kind switch
        {
            BucketHash.FeatureManagement => ([], Encoding.UTF8.GetBytes("\n" + salt)),
            BucketHash.Unleash or BucketHash.UnleashVariant => (Encoding.UTF8.GetBytes(salt + ":"), []),
            _ => (Encoding.UTF8.GetBytes(salt!), Array.Empty<byte>()),
        };
        _modulus = kind switch
        {
            BucketHash.Unleash => 100,
            BucketHash.UnleashVariant => (uint)definition.Whole,
            _ => 0,
        };
    }

    /// <summary>The first position that is at <paramref name="share"/> or above it.</summary>
    /// <param name="share">A part of <paramref name="outOf"/>.</param>
    /// <param name="outOf">The whole.</param>
    public ulong FirstAt(decimal share, decimal outOf) => _kind switch
    {
        BucketHash.Unleash or BucketHash.UnleashVariant => (ulong)share,
        BucketHash.FeatureManagement => share >= outOf ? (ulong)uint.MaxValue + 1 : FirstOf(uint.MaxValue, PercentOfSha, ToDouble(share)),
        BucketHash.Flagd => (ulong)decimal.Ceiling(share * 4_294_967_296m / outOf),
        _ => FirstOf(HashesOfFlagdV1 + 1, PercentOfFlagdV1, ToDouble(share) * 100 / ToDouble(outOf)),
    };

    /// <summary>The position of a unit.</summary>
    public ulong PositionOf(ReadOnlySpan<char> unit)
    {
        if (!_ignoresCase)
        {
            return PositionOfKey(unit);
        }

        using var lower = new Rented<char>(unit.Length, stackalloc char[MaxOnStack]);
        var length = unit.ToLowerInvariant(lower.Span);
        return PositionOfKey(lower.Span[..length]);
    }

    /// <summary>The position as people of the other system know it.</summary>
    public string Shown(ulong position) => _kind switch
    {
        BucketHash.Unleash or BucketHash.UnleashVariant => string.Create(CultureInfo.InvariantCulture, $"{position} of {_modulus}"),
        BucketHash.FeatureManagement => string.Create(CultureInfo.InvariantCulture, $"{PercentOfSha((long)position)} percent"),
        BucketHash.FlagdV1 => string.Create(CultureInfo.InvariantCulture, $"{PercentOfFlagdV1((long)position)} of 100"),
        _ => string.Create(CultureInfo.InvariantCulture, $"hash {position}"),
    };

    // As those systems parse them: a decimal divides by a power of ten, which rounds twice.
    private static double ToDouble(decimal value) => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double PercentOfSha(long hash) => hash / HashesOfSha * 100;

    private static double PercentOfFlagdV1(long hash) => Math.Truncate(hash / (double)HashesOfFlagdV1 * 100);

    // The percentages of hashes only grow.
    private static ulong FirstOf(long last, Func<long, double> percentOf, double share)
    {
        long low = 0, high = last + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (percentOf(middle) >= share)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return (ulong)low;
    }

    private ulong PositionOfKey(ReadOnlySpan<char> unit)
    {
        using var key = new Rented<byte>(_before.Length + Encoding.UTF8.GetMaxByteCount(unit.Length) + _behind.Length, stackalloc byte[MaxOnStack]);
        var bytes = key.Span;
        _before.CopyTo(bytes);
        var length = _before.Length;
        length += Encoding.UTF8.GetBytes(unit, bytes[length..]);
        _behind.CopyTo(bytes[length..]);
        length += _behind.Length;
        return PositionOfBytes(bytes[..length]);
    }

    private ulong PositionOfBytes(ReadOnlySpan<byte> key)
    {
        if (_kind == BucketHash.FeatureManagement)
        {
            Span<byte> sha = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(key, sha);
            return LittleEndian.ReadUpTo8(sha[..sizeof(uint)]);
        }

        var hash = MurmurHash3.X86_32(key, _kind == BucketHash.UnleashVariant ? VariantSeed : 0);
        return _kind == BucketHash.FlagdV1 ? (ulong)Math.Abs((long)(int)hash) : _modulus == 0 ? hash : hash % _modulus;
    }
}
