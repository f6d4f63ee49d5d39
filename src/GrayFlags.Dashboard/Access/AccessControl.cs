using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrayFlags.Dashboard.Access;

/// <summary>Asks for the policies of the options, by the schemes that they name.</summary>
/// <remarks>
/// In the endpoint itself, not by metadata that a middleware reads: an app whose middleware stands in another order, or that allows anonymous users for a whole
/// group, opens nothing.
/// </remarks>
internal sealed class AccessControl(IOptions<GrayDashboardOptions> options, IAuthorizationPolicyProvider policies)
{
    private readonly GrayDashboardOptions _options = options.Value;

    public async Task<AccessOutcome> AskAsync(HttpContext http, DashboardRight right)
    {
        if (!_options.AllowAnonymousRead)
        {
            var read = await AskAsync(http, _options.ReadPolicy).ConfigureAwait(false);
            if (read != AccessOutcome.Granted)
            {
                return read;
            }
        }

        return right switch
        {
            DashboardRight.Read => AccessOutcome.Granted,
            DashboardRight.Operate => await AskAsync(http, _options.OperatePolicy).ConfigureAwait(false),
            _ => await AskAsync(http, _options.PublishPolicy).ConfigureAwait(false),
        };
    }

    /// <summary>Sends a user to the login, where there is one.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> TryChallengeAsync(HttpContext http)
    {
        var policy = _options.ReadPolicy is { } name ? await policies.GetPolicyAsync(name).ConfigureAwait(false) : null;
        if (policy is { AuthenticationSchemes.Count: > 0 })
        {
            foreach (var scheme in policy.AuthenticationSchemes)
            {
                await http.ChallengeAsync(scheme).ConfigureAwait(false);
            }

            return true;
        }

        var schemes = http.RequestServices.GetService<IAuthenticationSchemeProvider>();
        if (schemes is null || await schemes.GetDefaultChallengeSchemeAsync().ConfigureAwait(false) is null)
        {
            return false;
        }

        await http.ChallengeAsync().ConfigureAwait(false);
        return true;
    }

    private async Task<AccessOutcome> AskAsync(HttpContext http, string? name)
    {
        if (name is null)
        {
            return AccessOutcome.Nobody;
        }

        if (await policies.GetPolicyAsync(name).ConfigureAwait(false) is not { } policy)
        {
            return AccessOutcome.Nobody;
        }

        var evaluator = http.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authentication = await evaluator.AuthenticateAsync(policy, http).ConfigureAwait(false);
        var authorization = await evaluator.AuthorizeAsync(policy, authentication, http, http).ConfigureAwait(false);
        return authorization.Succeeded ? AccessOutcome.Granted
            : http.User.Identity is { IsAuthenticated: true } ? AccessOutcome.Refused
            : AccessOutcome.Unknown;
    }
}
