using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>The entity tag of an answer: a hash of its bytes, so that it is another one for another context, whatever made the difference.</summary>
internal static class EntityTag
{
    private const int Length = 16;

    /// <summary>The tag of an answer.</summary>
    /// <param name="body">The bytes that count.</param>
    /// <param name="beside">What counts beside them.</param>
    public static string Of(ReadOnlySpan<byte> body, string beside)
    {
        Span<byte> hashes = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(body, hashes);
        SHA256.HashData(Encoding.UTF8.GetBytes(beside), hashes[SHA256.HashSizeInBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashes, hash);
        return string.Concat("\"", Base64Url.Of(hash[..Length]), "\"");
    }

    /// <summary>True when a client has what the tag stands for: by one of the tags of its <c>If-None-Match</c>, weak or not.</summary>
    public static bool IsIn(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0)
        {
            return false;
        }

        if (ifNoneMatch.Count == 1 && ifNoneMatch[0] == tag)
        {
            return true;
        }

        return EntityTagHeaderValue.TryParseList(ifNoneMatch!, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Tag.Equals(tag, StringComparison.Ordinal));
    }
}
