using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>The entity tag of an answer: a hash of its bytes, so that it is another one for another context, whatever made the difference.</summary>
internal static class EntityTag
{
    private const int Length = 16;

    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return string.Concat("\"", Convert.ToBase64String(hash[..Length]).TrimEnd('=').Replace('+', '-').Replace('/', '_'), "\"");
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
