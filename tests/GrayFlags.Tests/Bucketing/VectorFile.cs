using System.Security.Cryptography;
using System.Text.Json;
using NUnit.Framework;

namespace GrayFlags.Tests.Bucketing;

/// <summary>The golden vectors beside these tests. They are never edited: a bucket that moves moves a user out of a running rollout.</summary>
internal static class VectorFile
{
    private const string Buckets = "bucket_vectors.json";
    private const string X86 = "murmur3_x86_32_vectors.json";

    public static JsonElement BucketVectors { get; } = Read(Buckets);

    public static JsonElement X86Vectors { get; } = Read(X86).GetProperty("vectors");

    public static string Sha256(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(name))));

    private static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    private static string PathOf(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Bucketing", name);
}
