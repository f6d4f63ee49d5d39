using System.Security.Claims;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Finds out who the user is before the authentication middleware has run. Handlers keep their result for the request, so nothing is done twice.</summary>
internal sealed class EarlyAuthentication(
    GrayRequests requests,
    IOptions<GrayAspNetCoreOptions> options,
    EndpointSchemes endpointSchemes,
    ILoggerFactory loggers,
    IAuthenticationSchemeProvider? schemes = null)
{
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Gates);
    private int _unready;
    private int _failures;

    /// <summary>Whether there is anything to find out: an app without authentication pays nothing for it.</summary>
    public bool IsWanted { get; } = options.Value.AuthenticateForGates && schemes is not null;

    /// <summary>Makes the request ask for the user by whom the endpoints would be asked: by the schemes of their authorisation, and by the app's default
    /// scheme where it names none.</summary>
    /// <param name="http">The request.</param>
    /// <param name="endpoints">Those that may be chosen. All are asked for one user, so that two halves of one flag never both hold.</param>
    /// <param name="values">The route values of the first.</param>
    public async ValueTask AuthenticateAsync(HttpContext http, IReadOnlyList<Endpoint> endpoints, RouteValueDictionary? values = null)
    {
        if (!IsWanted)
        {
            return;
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        var isDefaultWanted = endpoints.Count == 0;
        foreach (var endpoint in endpoints)
        {
            var found = await endpointSchemes.OfAsync(endpoint).ConfigureAwait(false);
            isDefaultWanted |= found.Count == 0;
            named.UnionWith(found);
        }

        var request = requests.Of(http);
        if (named.Count == 0 && http.User.Identity?.IsAuthenticated == true)
        {
            request.UseEarly(http, null);
            return;
        }

        // Where schemes are named and none of them knows anybody, authorisation makes the user nobody, whoever the default scheme has found.
        var nobody = named.Count > 0 ? new ClaimsPrincipal(new ClaimsIdentity()) : null;
        if (isDefaultWanted && await schemes!.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is { } scheme)
        {
            named.Add(scheme.Name);
        }

        request.UseEarly(http, await UserAsync(http, endpoints, values, named).ConfigureAwait(false) ?? nobody);
    }

    // Handlers may look at the endpoint and at the route: what they find without them would be kept for the request.
    private async ValueTask<ClaimsPrincipal?> UserAsync(
        HttpContext http, IReadOnlyList<Endpoint> endpoints, RouteValueDictionary? values, HashSet<string> names)
    {
        if (endpoints.Count == 0 || http.GetEndpoint() is not null)
        {
            return await UserOfAsync(http, names).ConfigureAwait(false);
        }

        var before = http.Request.RouteValues;
        http.SetEndpoint(endpoints[0]);
        http.Request.RouteValues = values ?? before;
        try
        {
            return await UserOfAsync(http, names).ConfigureAwait(false);
        }
        finally
        {
            http.SetEndpoint(null);
            http.Request.RouteValues = before;
        }
    }

    private async ValueTask<ClaimsPrincipal?> UserOfAsync(HttpContext http, HashSet<string> names)
    {
        ClaimsPrincipal? user = null;
        foreach (var name in names)
        {
            if (await TryAskAsync(http, name).ConfigureAwait(false) is { } found)
            {
                // In the order in which authorisation merges them.
                user = user is null ? found : new ClaimsPrincipal(found.Identities.Concat(user.Identities));
            }
        }

        return user;
    }

    // What goes wrong here goes wrong again where it belongs, and is said there; a gate is decided for nobody then.
    private async ValueTask<ClaimsPrincipal?> TryAskAsync(HttpContext http, string name)
    {
        if (await IsUnreadyAsync(http, name).ConfigureAwait(false))
        {
            if (Interlocked.Exchange(ref _unready, 1) == 0)
            {
                Log.SchemeMustRunFirst(_logger, LogText.Shown(name));
            }

            return null;
        }

        try
        {
            return (await http.AuthenticateAsync(name).ConfigureAwait(false)).Principal;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (Interlocked.Exchange(ref _failures, 1) == 0)
            {
                Log.SchemeFailed(_logger, exception, LogText.Shown(name));
            }

            return null;
        }
    }

    // A handler that answers requests itself, as that for Windows authentication, throws when it is asked before it has seen the request, and keeps that for
    // the request.
    // Those of remote sign-ins answer their own addresses alone, and may be asked.
    private async ValueTask<bool> IsUnreadyAsync(HttpContext http, string name) =>
        http.Features.Get<IAuthenticationFeature>() is null
        && await schemes!.GetSchemeAsync(name).ConfigureAwait(false) is { HandlerType: { } type }
        && typeof(IAuthenticationRequestHandler).IsAssignableFrom(type)
        && !IsRemote(type);

    private static bool IsRemote(Type type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(RemoteAuthenticationHandler<>))
            {
                return true;
            }
        }

        return false;
    }
}
