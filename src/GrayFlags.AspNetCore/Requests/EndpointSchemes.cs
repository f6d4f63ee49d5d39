using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Authorization;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The authentication schemes of an endpoint, combined by the framework itself with its default and fallback policies.</summary>
internal sealed class EndpointSchemes(IAuthorizationPolicyProvider? policies = null)
{
    private readonly ConditionalWeakTable<Endpoint, IReadOnlyList<string>> _known = [];

    /// <summary>Returns the schemes of an endpoint; empty for the default scheme.</summary>
    public async ValueTask<IReadOnlyList<string>> OfAsync(Endpoint endpoint)
    {
        if (policies is null)
        {
            return [];
        }

        if (_known.TryGetValue(endpoint, out var known))
        {
            return known;
        }

        var found = await CombineAsync(policies, endpoint).ConfigureAwait(false);
        if (policies.AllowsCachingPolicies)
        {
            _known.AddOrUpdate(endpoint, found);
        }

        return found;
    }

    private static async ValueTask<IReadOnlyList<string>> CombineAsync(IAuthorizationPolicyProvider policies, Endpoint endpoint)
    {
        try
        {
            var data = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
            if (await FilterSchemesAsync(policies, endpoint).ConfigureAwait(false) is { Count: > 0 } asked)
            {
                // The filter combines with the endpoint's own policy, and with no fallback.
                var endpoints = await AuthorizationPolicy.CombineAsync(policies, data).ConfigureAwait(false);
                return data.Count == 0 ? asked : [.. asked.Union(endpoints?.AuthenticationSchemes ?? [], StringComparer.Ordinal)];
            }

            var own = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>();
            var combined = await AuthorizationPolicy.CombineAsync(policies, data, own).ConfigureAwait(false);
            return combined?.AuthenticationSchemes ?? [];
        }
        catch (InvalidOperationException)
        {
            // The authorization middleware handles a policy that does not exist.
            return [];
        }
    }

    // MVC's own filter, which authenticates again after authorization.
    private static async ValueTask<IReadOnlyList<string>> FilterSchemesAsync(IAuthorizationPolicyProvider policies, Endpoint endpoint)
    {
        var filters = endpoint.Metadata.GetMetadata<ActionDescriptor>()?.FilterDescriptors?
            .Select(descriptor => descriptor.Filter)
            .OfType<AuthorizeFilter>() ?? [];
        var found = new List<string>();
        foreach (var filter in filters)
        {
            var policy = filter.Policy
                ?? await AuthorizationPolicy.CombineAsync(filter.PolicyProvider ?? policies, filter.AuthorizeData ?? []).ConfigureAwait(false);
            found.AddRange(policy?.AuthenticationSchemes ?? []);
        }

        return found;
    }
}
