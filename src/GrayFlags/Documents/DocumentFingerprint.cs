using System.IO.Hashing;
using System.Text;

namespace GrayFlags.Documents;

/// <summary>A short text that two equal documents share: the first 12 hex digits of the XxHash128 of the bytes.</summary>
/// <remarks>Detects changes and does not prove origin, which signatures do. The only place that knows the hash.</remarks>
internal static class DocumentFingerprint
{
    private const int Digits = 12;
    private const int HashBytes = 16;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        XxHash128.Hash(bytes, hash);
        return Convert.ToHexString(hash[..(Digits / 2)]).ToLowerInvariant();
    }

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>All digits, for the bodies of a remote source.</summary>
    public static string Whole(ReadOnlySpan<byte> bytes) => Convert.ToHexString(XxHash128.Hash(bytes));
}
