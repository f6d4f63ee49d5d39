using System.Collections.Frozen;
using GrayFlags.AspNetCore.Requests;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Keeps responses that a flag decided out of what is shared: one person's answer is nobody else's.</summary>
/// <param name="options">Name the headers that decide.</param>
/// <param name="responseCaching">Knows whether the app caches responses.</param>
/// <param name="loggers">Hear of what can no longer be kept.</param>
/// <param name="cookie">Where there is one, a cookie decides as well.</param>
internal sealed class AnswerPrivacy(
    IOptions<GrayAspNetCoreOptions> options, ResponseCachingWatch responseCaching, ILoggerFactory loggers, AnonymousCookie? cookie = null)
{
    private const string Private = "private";
    private const string MustUnderstand = "must-understand";

    // For caches that do not read Cache-Control then, beside those of RFC 9213, which all end alike.
    private static readonly FrozenSet<string> ForOthers =
        new[] { "Surrogate-Control", "Edge-Control", "X-Accel-Expires", "X-LiteSpeed-Cache-Control", "X-LiteSpeed-Cache", HeaderNames.Expires }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly StringValues _vary = VaryOf(options.Value, cookie);
    private readonly bool _isOn = options.Value.PrivateResponses;
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Caching);
    private int _late;

    /// <summary>True when there is anything to do: a response that has to be called back costs a request something.</summary>
    public bool IsWanted => _isOn || responseCaching.IsUsed;

    /// <summary>Lets the response be seen as it will leave, from now on.</summary>
    public void Show(GrayRequest request, HttpContext http)
    {
        var response = http.Features.GetRequiredFeature<IHttpResponseFeature>();
        var isShown = response is PrivateResponse known && known.IsOf(request);
        var shown = isShown ? (PrivateResponse)response : new PrivateResponse(request, this, response);
        http.Features.Set<IHttpResponseFeature>(shown);

        // One that a middleware of the app has put in the place of the server's begins when nobody knows.
        shown.IsLate = responseCaching.IsUsed && (response.HasStarted || !isShown);
    }

    /// <summary>The same where a cache of the app may look at it, before anybody in the app holds the one inside.</summary>
    public void ShowFromTheStart(GrayRequest request, HttpContext http)
    {
        if (responseCaching.IsUsed)
        {
            http.Features.Set<IHttpResponseFeature>(new PrivateResponse(request, this, http.Features.GetRequiredFeature<IHttpResponseFeature>()));
        }
    }

    /// <summary>A flag is asked for when the response has begun.</summary>
    public void NoteLate(HttpContext http)
    {
        var said = http.Features.GetRequiredFeature<IHttpResponseFeature>() is PrivateResponse shown ? shown.Sent : http.Response.Headers.CacheControl;
        if (_isOn && IsForAll(said) && Interlocked.Exchange(ref _late, 1) == 0)
        {
            Log.AskedTooLate(_logger, LogText.Shown(http.GetEndpoint()?.DisplayName ?? "a middleware"));
        }
    }

    /// <summary>Makes the response what it has been shown as; it is about to leave.</summary>
    public void Complete(HttpContext http)
    {
        if (http.Features.Get<IHttpResponseFeature>() is PrivateResponse shown)
        {
            shown.Complete();
            return;
        }

        MakePrivate(http.Response.Headers);
    }

    /// <summary>Tells caches on the way that the response is for one person, and by what it was decided.</summary>
    public void MakePrivate(IHeaderDictionary headers)
    {
        if (!_isOn)
        {
            return;
        }

        RemoveDirectivesForOthers(headers);
        headers.CacheControl = headers.CacheControl.Count == 0 ? Private : PrivateOf(headers.CacheControl);
        if (_vary.Count > 0
            && !HeaderUtilities.ContainsCacheDirective(headers.CacheControl, CacheControlHeaderValue.NoStoreString)
            && (headers.Vary.Count == 0 || !headers.Vary.Contains(_vary[0])))
        {
            headers.Vary = headers.Vary.Count == 0 ? _vary : StringValues.Concat(headers.Vary, _vary);
        }
    }

    /// <summary>The Cache-Control of a response, as that of one person.</summary>
    public static StringValues PrivateOf(StringValues cacheControl)
    {
        if (!CacheControlHeaderValue.TryParse(cacheControl.ToString(), out var said))
        {
            return Private;
        }

        // Who must understand the status may store what says no-store.
        if (said is { NoStore: true, Public: false, SharedMaxAge: null }
            && !said.Extensions.Any(one => one.Name.Equals(MustUnderstand, StringComparison.OrdinalIgnoreCase)))
        {
            return cacheControl;
        }

        // With names of headers, it is these alone that are private.
        (said.Public, said.SharedMaxAge, said.Private) = (false, null, true);
        said.PrivateHeaders.Clear();
        return said.ToString();
    }

    private static bool IsForAll(StringValues cacheControl) =>
        HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.PublicString)
        || HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.SharedMaxAgeString);

    // Nearly no response has any.
    private static void RemoveDirectivesForOthers(IHeaderDictionary headers)
    {
        if (HasCommonOnly(headers))
        {
            return;
        }

        List<string>? found = null;
        foreach (var (name, _) in headers)
        {
            if (name.EndsWith("CDN-Cache-Control", StringComparison.OrdinalIgnoreCase) || ForOthers.Contains(name))
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
