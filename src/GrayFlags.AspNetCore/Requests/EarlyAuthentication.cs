using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Finds out who the user is before the authentication middleware has run. Handlers keep their result for the request, so nothing is done twice.</summary>
internal sealed class EarlyAuthentication(
    GrayRequests requests,
    IOptions<GrayAspNetCoreOptions> options,
    IAuthenticationSchemeProvider? schemes = null,
    IAuthorizationPolicyProvider? policies = null)
{
    private readonly bool _isWanted = options.Value.AuthenticateForGates && schemes is not null;

    /// <summary>Makes the request ask for the user whom an endpoint would be asked by; without an endpoint, or where it names no schemes, by the app's default scheme.</summary>
    public async ValueTask AuthenticateAsync(HttpContext http, Endpoint? endpoint)
    {
        if (!_isWanted)
        {
            return;
        }

        var request = requests.Of(http);
        var named = await SchemesOfAsync(endpoint).ConfigureAwait(false);
        if (named.Count > 0)
        {
            request.UseEarly(await UserOfAsync(http, named).ConfigureAwait(false));
        }
        else if (http.User.Identity?.IsAuthenticated == true)
        {
            request.UseEarly(null);
        }
        else if (await schemes!.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is { } scheme)
        {
            request.UseEarly((await http.AuthenticateAsync(scheme.Name).ConfigureAwait(false)).Principal);
        }
    }

    private static async Task<ClaimsPrincipal?> UserOfAsync(HttpContext http, HashSet<string> names)
    {
        ClaimsPrincipal? user = null;
        foreach (var name in names)
        {
            if ((await http.AuthenticateAsync(name).ConfigureAwait(false)).Principal is { } found)
            {
                user ??= new ClaimsPrincipal();
                user.AddIdentities(found.Identities);
            }
        }

        return user;
    }

    // As the authorization middleware combines them; a policy that does not exist is its business.
    private async ValueTask<HashSet<string>> SchemesOfAsync(Endpoint? endpoint)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (endpoint is null)
        {
            return names;
        }

        foreach (var demand in endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>())
        {
            names.UnionWith((demand.AuthenticationSchemes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            if (!string.IsNullOrEmpty(demand.Policy) && policies is not null && await policies.GetPolicyAsync(demand.Policy).ConfigureAwait(false) is { } policy)
            {
                names.UnionWith(policy.AuthenticationSchemes);
            }
        }

        foreach (var policy in endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>())
        {
            names.UnionWith(policy.AuthenticationSchemes);
        }

        return names;
    }
}
