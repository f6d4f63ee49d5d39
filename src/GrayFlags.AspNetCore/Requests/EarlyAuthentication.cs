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
    /// <summary>Whether there is anything to find out: an app without authentication pays nothing for it.</summary>
    public bool IsWanted { get; } = options.Value.AuthenticateForGates && schemes is not null;

    /// <summary>Makes the request ask for the user by whom the endpoints would be asked: by the schemes that they name, and by the app's default scheme where one names none.</summary>
    /// <param name="http">The request.</param>
    /// <param name="endpoints">Those that may be chosen. All are asked for one user, so that two halves of one flag never both hold.</param>
    public async ValueTask AuthenticateAsync(HttpContext http, IReadOnlyList<Endpoint> endpoints)
    {
        if (!IsWanted)
        {
            return;
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        var isDefaultWanted = endpoints.Count == 0;
        foreach (var endpoint in endpoints)
        {
            isDefaultWanted |= !await AddSchemesOfAsync(endpoint, named).ConfigureAwait(false);
        }

        var request = requests.Of(http);
        if (named.Count == 0 && http.User.Identity?.IsAuthenticated == true)
        {
            request.UseEarly(http, null);
            return;
        }

        if (isDefaultWanted && await schemes!.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is { } scheme)
        {
            named.Add(scheme.Name);
        }

        request.UseEarly(http, await UserOfAsync(http, named).ConfigureAwait(false));
    }

    private static async ValueTask<ClaimsPrincipal?> UserOfAsync(HttpContext http, HashSet<string> names)
    {
        ClaimsPrincipal? user = null;
        foreach (var name in names)
        {
            if ((await http.AuthenticateAsync(name).ConfigureAwait(false)).Principal is { } found)
            {
                user = user is null ? found : new ClaimsPrincipal(user.Identities.Concat(found.Identities));
            }
        }

        return user;
    }

    // As the authorization middleware combines them; a policy that does not exist is its business. False: the endpoint names none.
    private async ValueTask<bool> AddSchemesOfAsync(Endpoint endpoint, HashSet<string> names)
    {
        var isNaming = false;
        foreach (var demand in endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>())
        {
            Add((demand.AuthenticationSchemes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            if (!string.IsNullOrEmpty(demand.Policy) && policies is not null && await policies.GetPolicyAsync(demand.Policy).ConfigureAwait(false) is { } policy)
            {
                Add(policy.AuthenticationSchemes);
            }
        }

        foreach (var policy in endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>())
        {
            Add(policy.AuthenticationSchemes);
        }

        return isNaming;

        void Add(IReadOnlyCollection<string> found)
        {
            isNaming |= found.Count > 0;
            names.UnionWith(found);
        }
    }
}
