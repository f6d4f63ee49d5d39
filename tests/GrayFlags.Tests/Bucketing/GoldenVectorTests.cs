using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using GrayFlags.Bucketing;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Bucketing;

public sealed class GoldenVectorTests
{
    // The hashes were cross-checked by two implementations when the files were made; what is pinned here is that nobody edits them.
    [Fault("E7")]
    [TestCase("bucket_vectors.json", "05502d61c60199b5a52a4ee58244bd4e3db12949580bb1b363dccce8808f0c4c")]
    [TestCase("murmur3_x86_32_vectors.json", "ce733ad45d32b808b5ebb147d4835ede268356f8483fec7d83c32734fffb50d1")]
    public void File_NeverEdited(string name, string sha256)
    {
        Assert.That(VectorFile.Sha256(name), Is.EqualTo(sha256));
    }

    [Test]
    public void X64_128_AllVectors_BothHalves()
    {
        var vectors = VectorFile.BucketVectors.GetProperty("hash").EnumerateArray().ToArray();

        Assert.That(vectors, Has.Length.EqualTo(79));
        Assert.Multiple(() =>
        {
            foreach (var vector in vectors)
            {
                var text = Text(vector, "text");
                var h1 = MurmurHash3.X64_128(Convert.FromHexString(Text(vector, "utf8")), out var h2);
                Assert.That(h1, Is.EqualTo(Hex64(vector, "h1")), text);
                Assert.That(h2, Is.EqualTo(Hex64(vector, "h2")), text);
                Assert.That(TextHash.Of(text), Is.EqualTo(h1), text);
            }
        });
    }

    [Test]
    public void Bucket_AllVectors()
    {
        var vectors = VectorFile.BucketVectors.GetProperty("bucket").EnumerateArray().ToArray();

        Assert.That(vectors, Has.Length.EqualTo(432));
        Assert.Multiple(() =>
        {
            foreach (var vector in vectors)
            {
                string id = Text(vector, "id"), salt = Text(vector, "salt");
                Assert.That(Bucket.Of(TextHash.Of(id), TextHash.Of(salt)), Is.EqualTo(vector.GetProperty("bucket").GetInt32()), $"{salt} {id}");
            }
        });
    }

    // Computed by a program in Python from the formula of DESIGN.md, which agrees with all 432 vectors above:
    // 10,000 buckets as 32-bit little-endian integers, hashed.
    [Test, Fault("E7")]
    public void Bucket_TenThousandIds_HaveTheDigestOfAnotherProgram()
    {
        string[] salts = ["new-checkout", "exp-7", "盐"];
        var buckets = new byte[10_000 * sizeof(int)];
        for (var number = 0; number < 10_000; number++)
        {
            var id = (number % 4) switch
            {
                0 => string.Create(CultureInfo.InvariantCulture, $"{new string('x', number % 40)}user-{number}"),
                1 => string.Create(CultureInfo.InvariantCulture, $"用户{number}"),
                2 => number.ToString(CultureInfo.InvariantCulture),
                _ => string.Create(CultureInfo.InvariantCulture, $"{unchecked((uint)number * 2654435761):x8}-é"),
            };
            BinaryPrimitives.WriteInt32LittleEndian(buckets.AsSpan(number * sizeof(int)), Bucket.Of(TextHash.Of(id), TextHash.Of(salts[number % 3])));
        }

        Assert.That(Convert.ToHexStringLower(SHA256.HashData(buckets)), Is.EqualTo("a1a8ddd6235a2ce9b70c12aa5d20da632911e7d713da95402795706f5d769608"));
    }

    [Test]
    public void X86_32_AllVectors_BytesAndText()
    {
        var vectors = VectorFile.X86Vectors.EnumerateArray().ToArray();

        Assert.That(vectors, Has.Length.EqualTo(101));
        Assert.Multiple(() =>
        {
            foreach (var vector in vectors)
            {
                var name = $"vector {vector.GetProperty("id").GetInt32()}, {Text(vector, "category")}";
                var seed = vector.GetProperty("seed").GetUInt32();
                var expected = vector.GetProperty("hash").GetUInt32();
                Assert.That(MurmurHash3.X86_32(Convert.FromHexString(Text(vector, "utf8_hex")), seed), Is.EqualTo(expected), name);
                Assert.That(TextHash.X86_32(Utf16(vector), seed), Is.EqualTo(expected), name);
            }
        });
    }

    // A JSON string must not hold an unpaired surrogate, so the rows spell their text in code units.
    private static string Utf16(JsonElement vector) =>
        string.Concat(vector.GetProperty("utf16_units")
            .EnumerateArray()
            .Select(unit => (char)ushort.Parse(unit.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    private static ulong Hex64(JsonElement vector, string name) => ulong.Parse(Text(vector, name), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;
}
