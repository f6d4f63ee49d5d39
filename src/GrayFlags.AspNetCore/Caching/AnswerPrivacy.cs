using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Keeps responses that a flag decided out of what is shared: one person's answer is nobody else's.</summary>
/// <param name="options">Name the headers that decide.</param>
/// <param name="responseCaching">Knows whether the app caches responses.</param>
/// <param name="cookie">Where there is one, a cookie decides as well.</param>
internal sealed class AnswerPrivacy(IOptions<GrayAspNetCoreOptions> options, ResponseCachingWatch responseCaching, AnonymousCookie? cookie = null)
{
    private const string Private = "private";

    // Response caching decides when the first byte is written, which is before anybody is called back, by what the response says of itself then. Of all that
    // makes it keep away,
    // a cookie alone survives: attributes and handlers set Cache-Control and Vary anew. This one never leaves.
    private const string Marker = ".GrayFlags.Private=; max-age=0";

    private readonly StringValues _vary = VaryOf(options.Value, cookie);
    private readonly bool _isOn = options.Value.PrivateResponses;

    /// <summary>True when there is anything to do: a response that has to be called back costs a request something.</summary>
    public bool IsWanted => _isOn || responseCaching.IsUsed;

    /// <summary>Keeps the response out of caches of the app that look at it before it starts.</summary>
    public void Mark(HttpResponse response)
    {
        if (responseCaching.IsUsed)
        {
            response.Headers.Append(HeaderNames.SetCookie, Marker);
        }
    }

    /// <summary>Takes that back; nothing of it may leave.</summary>
    public void Unmark(HttpResponse response)
    {
        if (!responseCaching.IsUsed)
        {
            return;
        }

        var kept = response.Headers.SetCookie.Where(value => !string.Equals(value, Marker, StringComparison.Ordinal)).ToArray();
        response.Headers.SetCookie = kept.Length == 0 ? StringValues.Empty : kept;
    }

    /// <summary>Tells caches on the way that the response is for one person, and by what it was decided.</summary>
    public void MakePrivate(HttpResponse response)
    {
        if (!_isOn)
        {
            return;
        }

        var headers = response.Headers;
        RemoveDirectivesForOthers(headers);
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = Private;
        }
        else if (!CacheControlHeaderValue.TryParse(headers.CacheControl.ToString(), out var said))
        {
            headers.CacheControl = Private;
        }
        else if (said.NoStore)
        {
            return;
        }
        else
        {
            (said.Public, said.SharedMaxAge, said.Private) = (false, null, true);
            headers.CacheControl = said.ToString();
        }

        if (_vary.Count > 0)
        {
            headers.Vary = headers.Vary.Count == 0 ? _vary : StringValues.Concat(headers.Vary, _vary);
        }
    }

    // Those of RFC 9213 and of before, for caches that then do not read Cache-Control. Nearly no response has any.
    private static void RemoveDirectivesForOthers(IHeaderDictionary headers)
    {
        if (HasCommonOnly(headers))
        {
            return;
        }

        List<string>? found = null;
        foreach (var (name, _) in headers)
        {
            if (name.EndsWith("CDN-Cache-Control", StringComparison.OrdinalIgnoreCase) || name.Equals("Surrogate-Control", StringComparison.OrdinalIgnoreCase))
            {
                (found ??= []).Add(name);
            }
        }

        found?.ForEach(name => headers.Remove(name));
    }

    // Going through the headers boxes an enumerator, the most that a response costs here. Most have nothing but these.
    private static bool HasCommonOnly(IHeaderDictionary headers)
    {
        var common = headers.ContentLength is null ? 0 : 1;
        common += headers.ContentType.Count == 0 ? 0 : 1;
        common += headers.CacheControl.Count == 0 ? 0 : 1;
        common += headers.SetCookie.Count == 0 ? 0 : 1;
        common += headers.Vary.Count == 0 ? 0 : 1;
        return common == headers.Count;
    }

    private static StringValues VaryOf(GrayAspNetCoreOptions options, AnonymousCookie? cookie)
    {
        var names = new List<string>(3);
        if (options.RegionHeader is { } region)
        {
            names.Add(region);
        }

        if (cookie is not null)
        {
            names.Add(HeaderNames.Cookie);
        }

        if (options.HasOverrideKey)
        {
            names.Add(GrayOverrideHeader.Name);
        }

        return names.Count == 0 ? StringValues.Empty : string.Join(", ", names);
    }
}
