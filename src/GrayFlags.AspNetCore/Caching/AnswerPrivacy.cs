using System.Collections.Frozen;
using GrayFlags.AspNetCore.Requests;
using GrayFlags.AspNetCore.Telemetry;
using GrayFlags.Documents.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Keeps responses that depend on a flag out of shared caches.</summary>
/// <param name="options">The options, which name the deciding headers.</param>
/// <param name="responseCaching">Detects response caching.</param>
/// <param name="loggers">Creates the log for responses that can no longer be made private.</param>
/// <param name="cookie">The anonymous cookie; if enabled, a cookie decides as well.</param>
internal sealed class AnswerPrivacy(
    IOptions<GrayAspNetCoreOptions> options, ResponseCachingWatch responseCaching, ILoggerFactory loggers, AnonymousCookie? cookie = null)
{
    private const string Private = "private";
    private const string MustUnderstand = "must-understand";

    // For caches that ignore Cache-Control in favour of the targeted fields of RFC 9213, which share a suffix.
    private static readonly FrozenSet<string> ForOthers =
        new[] { "Surrogate-Control", "Edge-Control", "X-Accel-Expires", "X-LiteSpeed-Cache-Control", "X-LiteSpeed-Cache", HeaderNames.Expires }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly StringValues _vary = VaryOf(options.Value, cookie);
    private readonly bool _isOn = options.Value.PrivateResponses;
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Caching);
    private int _late;

    /// <summary>True when there is anything to do: a response callback has a cost per request.</summary>
    public bool IsWanted => _isOn || responseCaching.IsUsed;

    /// <summary>Makes the response appear as it will be sent, from now on.</summary>
    public void Show(GrayRequest request, HttpContext http)
    {
        var response = http.Features.GetRequiredFeature<IHttpResponseFeature>();
        var isShown = response is PrivateResponse known && known.IsOf(request);
        var shown = isShown ? (PrivateResponse)response : new PrivateResponse(request, this, response);
        http.Features.Set<IHttpResponseFeature>(shown);

        // A response replaced by the app's middleware may begin at an unknown time.
        shown.IsLate = responseCaching.IsUsed && (response.HasStarted || !isShown);
    }

    /// <summary>Makes the response appear as it will be sent, before anything in the app holds the inner one; for caches of the app.</summary>
    public void ShowFromTheStart(GrayRequest request, HttpContext http)
    {
        if (responseCaching.IsUsed)
        {
            http.Features.Set<IHttpResponseFeature>(new PrivateResponse(request, this, http.Features.GetRequiredFeature<IHttpResponseFeature>()));
        }
    }

    /// <summary>Handles an evaluation after the response has begun.</summary>
    public void NoteLate(HttpContext http)
    {
        var said = http.Features.GetRequiredFeature<IHttpResponseFeature>() is PrivateResponse shown ? shown.Sent : http.Response.Headers.CacheControl;
        if (_isOn && IsForAll(said) && Interlocked.Exchange(ref _late, 1) == 0)
        {
            Log.AskedTooLate(_logger, LogSafeText.Name(http.GetEndpoint()?.DisplayName ?? "a middleware"));
        }
    }

    /// <summary>Applies the visible headers just before the response is sent.</summary>
    public void Complete(HttpContext http)
    {
        if (http.Features.Get<IHttpResponseFeature>() is PrivateResponse shown)
        {
            shown.Complete();
            return;
        }

        MakePrivate(http.Response.Headers);
    }

    /// <summary>Marks the response as private, with the request headers on which it depends.</summary>
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

    /// <summary>Returns the private form of a response's Cache-Control.</summary>
    public static StringValues PrivateOf(StringValues cacheControl)
    {
        if (!CacheControlHeaderValue.TryParse(cacheControl.ToString(), out var said))
        {
            return Private;
        }

        // With must-understand, a cache that understands the status may ignore no-store.
        if (said is { NoStore: true, Public: false, SharedMaxAge: null }
            && !said.Extensions.Any(one => one.Name.Equals(MustUnderstand, StringComparison.OrdinalIgnoreCase)))
        {
            return cacheControl;
        }

        // With field names, private covers these fields only.
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

    // Enumerating the headers boxes an enumerator, the main cost per response here. Most responses have only these.
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
