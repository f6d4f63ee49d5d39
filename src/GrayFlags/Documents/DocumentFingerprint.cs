using System.Security.Cryptography;
using System.Text;

namespace GrayFlags.Documents;

/// <summary>A short text that two equal documents share: the first 12 hex digits of the SHA-256 of the bytes.</summary>
/// <remarks>Tells content apart, does not prove origin. The only place that knows the hash, so that a faster one can be swapped in.</remarks>
internal static class DocumentFingerprint
{
    private const int Digits = 12;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexString(hash[..(Digits / 2)]).ToLowerInvariant();
    }

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
