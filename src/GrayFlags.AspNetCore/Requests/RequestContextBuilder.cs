using System.Security.Claims;
using GrayFlags.AspNetCore.Gates;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Builds a context from a request according to the options.</summary>
internal sealed class RequestContextBuilder(IOptions<GrayAspNetCoreOptions> options, ILoggerFactory loggers, AnonymousCookie? cookie = null)
{
    private readonly GrayAspNetCoreOptions _options = options.Value;
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Context);

    // Never evidence. It identifies nobody, unless a percentage uses an attribute that the app sets.
    private readonly DateTimeOffset? _nobodySince = options.Value.OutcomesOf == GrayOutcomesOf.Known ? DateTimeOffset.MaxValue : null;
    private int _failures;

    /// <summary>True when functions of the app take part, which look at what they like.</summary>
    public bool HasFunctions { get; } =
        options.Value.UserId is not null || options.Value.UserSince is not null || options.Value.Region is not null || options.Value.Attributes is not null;

    /// <summary>Makes it; <see cref="GrayContext.Anonymous"/> itself where a function fails.</summary>
    /// <param name="http">The request.</param>
    /// <param name="user">The user, or null. Becomes <see cref="HttpContext.User"/> for the app's functions.</param>
    /// <param name="request">The state of the request.</param>
    /// <param name="mayDraw">True when a visitor without an id may get one.</param>
    public GrayContext Build(HttpContext http, ClaimsPrincipal? user, GrayRequest request, bool mayDraw)
    {
        try
        {
            var userId = UserId(http, user);
            DateTimeOffset? since = null;
            if (string.IsNullOrEmpty(userId))
            {
                userId = cookie is null || IsSignedIn(user) ? userId : request.AnonymousId(http, cookie, mayDraw);
                since = _nobodySince ?? (string.IsNullOrEmpty(userId) ? null : AnonymousCookie.SinceOf(userId));
            }
            else
            {
                since = _options.UserSince?.Invoke(http);
            }

            return Attributes(http, user) is { } attributes
                ? new GrayContext(userId, attributes) { Region = Region(http, user), AnonymousSince = since }
                : new GrayContext(userId) { Region = Region(http, user), AnonymousSince = since };
        }
        catch (Exception exception)
        {
            // Work that outlives its request fails here, and would use up the one log line.
            if (request.Http is not null && Interlocked.Exchange(ref _failures, 1) == 0)
            {
                Log.ContextFailed(_logger, exception);
            }

            return GrayContext.Anonymous;
        }
    }

    // Functions of the app see in HttpContext.User who asks, also where nobody else does yet, and the endpoint and the route that a gate is decided for.
    public GrayContext BuildFor(ClaimsPrincipal? user, ClaimsPrincipal? set, HttpContext http, GrayRequest request, bool mayDraw)
    {
        var isSet = user is not null && !ReferenceEquals(set, user);
        var look = HasFunctions ? GateRoute.Look(http) : null;
        try
        {
            if (isSet)
            {
                http.User = user!;
            }

            return Build(http, user, request, mayDraw);
        }
        finally
        {
            look?.End();
            if (isSet)
            {
                http.User = set!;
            }
        }
    }

    public static bool AreSame(GrayContext one, GrayContext other) =>
        one.UserId == other.UserId
        && one.Region == other.Region
        && one.AnonymousSince == other.AnonymousSince
        && one.AttributeNames.Count() == other.AttributeNames.Count()
        && one.AttributeNames.All(name => one[name].Equals(other[name]));

    /// <summary>The id of whoever has signed in or is named by the app; null for visitors, and where a function of the app fails.</summary>
    public string? AccountOf(HttpContext http)
    {
        try
        {
            return UserId(http, http.User) is { Length: > 0 } id ? id : null;
        }
        catch (Exception)
        {
            // Said when the context is made.
            return null;
        }
    }

    private string? UserId(HttpContext http, ClaimsPrincipal? user)
    {
        if (_options.UserId?.Invoke(http) is { Length: > 0 } given)
        {
            return given;
        }

        return user is null ? null : UserClaims.UserId(user, _options);
    }

    private string? Region(HttpContext http, ClaimsPrincipal? user)
    {
        if (_options.Region?.Invoke(http) is { Length: > 0 } given)
        {
            return given;
        }

        if (_options.RegionHeader is { } header && http.Request.Headers[header] is [{ } sent] && RegionCode.IsGood(sent))
        {
            return sent;
        }

        return user is null ? null : UserClaims.Region(user, _options);
    }

    private Dictionary<string, GrayValue>? Attributes(HttpContext http, ClaimsPrincipal? user)
    {
        if (_options.ClaimAttributes.Count == 0 && _options.Attributes is null)
        {
            return null;
        }

        var attributes = new Dictionary<string, GrayValue>(StringComparer.Ordinal);
        if (user is not null)
        {
            UserClaims.AddAttributes(user, _options, attributes);
        }

        _options.Attributes?.Invoke(http, attributes);
        return attributes;
    }

    private static bool IsSignedIn(ClaimsPrincipal? user) => user?.Identities.Any(identity => identity.IsAuthenticated) == true;
}
