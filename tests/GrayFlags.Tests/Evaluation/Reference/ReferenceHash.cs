using System.Numerics;
using System.Text;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>
/// The bucket formula of DESIGN.md with a MurmurHash3 x64 128 of its own, written from the public
/// description: numbers without a word size, cut to 64 bits after each step.
/// </summary>
internal static class ReferenceHash
{
    private static readonly BigInteger Word = BigInteger.One << 64;
    private static readonly BigInteger C1 = new(0x87c37b91114253d5);
    private static readonly BigInteger C2 = new(0x4cf5ad432745937f);

    public static int Bucket(string id, string salt) => (int)(((Mix(H(id) ^ H(salt)) >> 32) * 100_000) >> 32);

    public static BigInteger H(string text)
    {
        // The encoder's own replacement for half a surrogate pair is U+FFFD.
        var bytes = Encoding.UTF8.GetBytes(text);
        BigInteger h1 = 0, h2 = 0;
        var whole = bytes.Length / 16 * 16;
        for (var at = 0; at < whole; at += 16)
        {
            h1 ^= Scramble1(bytes.AsSpan(at, 8));
            h1 = Cut(((Cut(Rotate(h1, 27) + h2)) * 5) + 0x52dce729);
            h2 ^= Scramble2(bytes.AsSpan(at + 8, 8));
            h2 = Cut(((Cut(Rotate(h2, 31) + h1)) * 5) + 0x38495ab5);
        }

        var tail = bytes.AsSpan(whole);
        h1 ^= Scramble1(tail[..Math.Min(8, tail.Length)]);
        h2 ^= Scramble2(tail[Math.Min(8, tail.Length)..]);
        h1 ^= bytes.Length;
        h2 ^= bytes.Length;
        h1 = Cut(h1 + h2);
        h2 = Cut(h2 + h1);
        return Cut(Mix(h1) + Mix(h2));
    }

    public static BigInteger Mix(BigInteger k)
    {
        k = Cut((k ^ (k >> 33)) * 0xff51afd7ed558ccd);
        k = Cut((k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53);
        return k ^ (k >> 33);
    }

    private static BigInteger Scramble1(ReadOnlySpan<byte> bytes) => Cut(Rotate(Cut(Number(bytes) * C1), 31) * C2);

    private static BigInteger Scramble2(ReadOnlySpan<byte> bytes) => Cut(Rotate(Cut(Number(bytes) * C2), 33) * C1);

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: false);

    private static BigInteger Rotate(BigInteger number, int bits) => Cut(number << bits) | (number >> (64 - bits));

    private static BigInteger Cut(BigInteger number) => number % Word;
}
