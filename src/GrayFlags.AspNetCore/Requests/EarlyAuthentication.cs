using System.Security.Claims;
using GrayFlags.AspNetCore.Telemetry;
using GrayFlags.Documents.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Authenticates the user before the authentication middleware has run. Handlers keep their result for the request when it is valid for
/// the selected endpoint, so nothing is done twice.</summary>
internal sealed class EarlyAuthentication(
    GrayRequests requests,
    IOptions<GrayAspNetCoreOptions> options,
    EndpointSchemes endpointSchemes,
    ILoggerFactory loggers,
    IAuthenticationSchemeProvider? schemes = null)
{
    // Set by the authorization middleware of ASP.NET Core, for endpoints that require it to have run.
    private const string Authorized = "__AuthorizationMiddlewareWithEndpointInvoked";

    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Gates);
    private int _unready;
    private int _failures;

    /// <summary>True when the app has authentication; without it there is no cost.</summary>
    public bool IsWanted { get; } = options.Value.AuthenticateForGates && schemes is not null;

    /// <summary>Authenticates the request's user as the endpoints would: by the schemes of their authorization, or by the app's default
    /// scheme when they name none.</summary>
    /// <param name="http">The request.</param>
    /// <param name="endpoints">The candidates. All are evaluated for one user, so that two halves of one flag are never both open.</param>
    /// <param name="values">The route values of the first candidate, visible to handlers; null when none matches, and no endpoint is visible.</param>
    public async ValueTask AuthenticateAsync(HttpContext http, IReadOnlyList<Endpoint> endpoints, RouteValueDictionary? values = null)
    {
        if (!IsWanted)
        {
            return;
        }

        // Authorisation has run: whoever the user is now, the app knows better than an early look.
        if (IsAuthorized(http))
        {
            requests.Of(http).UseEarly(http, null);
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

        // When schemes are named and none of them authenticates, authorization treats the user as anonymous, whatever the default scheme has found.
        var nobody = named.Count > 0 ? new ClaimsPrincipal(new ClaimsIdentity()) : null;
        if (isDefaultWanted && await schemes!.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is { } scheme)
        {
            named.Add(scheme.Name);
        }

        request.UseEarly(http, await UserAsync(http, endpoints, values, named).ConfigureAwait(false) ?? nobody);
    }

    /// <summary>True when authorisation has run for the endpoint.</summary>
    public static bool IsAuthorized(HttpContext http) => http.Items.ContainsKey(Authorized);

    /// <summary>True for a handler that answers requests itself, as that for Windows authentication, and has not seen this one: it throws when it is asked,
    /// and keeps that for the request. Those of remote sign-ins answer their own addresses alone, and may be asked.</summary>
    public static bool IsUnready(HttpContext http, AuthenticationScheme scheme) =>
        http.Features.Get<IAuthenticationFeature>() is null
        && typeof(IAuthenticationRequestHandler).IsAssignableFrom(scheme.HandlerType)
        && !IsRemote(scheme.HandlerType);

    // Handlers may inspect the endpoint and the route.
    private async ValueTask<ClaimsPrincipal?> UserAsync(
        HttpContext http, IReadOnlyList<Endpoint> endpoints, RouteValueDictionary? values, HashSet<string> names)
    {
        var (known, handlers) = (http.GetEndpoint(), http.RequestServices?.GetService<IAuthenticationHandlerProvider>() as RequestHandlers);
        var shown = known ?? (values is null ? null : endpoints[0]);
        var look = new EarlyLook(http, handlers, shown, (known is null ? values : null) ?? http.Request.RouteValues);
        try
        {
            return await UserOfAsync(http, names, look).ConfigureAwait(false);
        }
        finally
        {
            look.End();
        }
    }

    private async ValueTask<ClaimsPrincipal?> UserOfAsync(HttpContext http, HashSet<string> names, EarlyLook look)
    {
        ClaimsPrincipal? user = null;
        foreach (var name in names)
        {
            if (await TryAskAsync(http, name, look).ConfigureAwait(false) is { } found)
            {
                // In the order in which authorization merges them.
                user = user is null ? found : new ClaimsPrincipal(found.Identities.Concat(user.Identities));
            }
        }

        return user;
    }

    // A failure here recurs where it belongs, and is reported there; the gate is then decided for an anonymous user.
    private async ValueTask<ClaimsPrincipal?> TryAskAsync(HttpContext http, string name, EarlyLook look)
    {
        if (await schemes!.GetSchemeAsync(name).ConfigureAwait(false) is { } scheme && IsUnready(http, scheme))
        {
            NoteUnready(name);
            return null;
        }

        look.Begin();
        try
        {
            var found = (await http.AuthenticateAsync(name).ConfigureAwait(false)).Principal;
            look.Complete(true);
            return found;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            look.Complete(false);
            if (look.Unready is { } unready)
            {
                NoteUnready(unready);
            }
            else if (Interlocked.Exchange(ref _failures, 1) == 0)
            {
                Log.SchemeFailed(_logger, exception, LogSafeText.Name(name));
            }

            return null;
        }
    }

    private void NoteUnready(string scheme)
    {
        if (Interlocked.Exchange(ref _unready, 1) == 0)
        {
            Log.SchemeMustRunFirst(_logger, LogSafeText.Name(scheme));
        }
    }

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
