using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Authorization;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The schemes by which authorisation will ask for an endpoint: combined by the framework itself, with its default and its fallback policy.</summary>
internal sealed class EndpointSchemes(IAuthorizationPolicyProvider? policies = null)
{
    private readonly ConditionalWeakTable<Endpoint, IReadOnlyList<string>> _known = [];

    /// <summary>Those of an endpoint; none where the default scheme is asked.</summary>
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
                // The filter asks for the endpoint's own policy beside it, and for no fallback.
                var endpoints = await AuthorizationPolicy.CombineAsync(policies, data).ConfigureAwait(false);
                return data.Count == 0 ? asked : [.. asked.Union(endpoints?.AuthenticationSchemes ?? [], StringComparer.Ordinal)];
            }

            var own = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>();
            var combined = await AuthorizationPolicy.CombineAsync(policies, data, own).ConfigureAwait(false);
            return combined?.AuthenticationSchemes ?? [];
        }
        catch (InvalidOperationException)
        {
            // A policy that does not exist is the business of the authorization middleware.
            return [];
        }
    }

    // MVC's own, which authenticates anew after authorisation has.
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
