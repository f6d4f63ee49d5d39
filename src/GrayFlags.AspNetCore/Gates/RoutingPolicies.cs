using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>The routing policies other than gates, in routing's order: the framework's and the app's.</summary>
/// <param name="services">Provides the policies lazily: gate policies are among them, and depend on this type.</param>
internal sealed class RoutingPolicies(IServiceProvider services)
{
    private INodeBuilderPolicy[]? _builders;
    private IEndpointSelectorPolicy[]? _selectors;
    private IEndpointSelectorPolicy[]? _selectorsOfOthers;
    private IComparer<Endpoint>[]? _comparers;

    public INodeBuilderPolicy[] Builders => _builders ??= [.. Others.OfType<INodeBuilderPolicy>()];

    public IEndpointSelectorPolicy[] Selectors => _selectors ??= [.. Others.OfType<IEndpointSelectorPolicy>()];

    public EndpointSelector Selector => services.GetRequiredService<EndpointSelector>();

    public ParameterPolicyFactory Parameters => services.GetRequiredService<ParameterPolicyFactory>();

    /// <summary>True when there are policies that choose and are not the framework's.</summary>
    public bool HasOthers => SelectorsOfOthers.Length > 0;

    /// <summary>True when a policy that is not the framework's may refuse any of the endpoints, by whatever it looks at.</summary>
    public bool MayBeRefusedByOthers(IReadOnlyList<Endpoint> endpoints) =>
        Array.Exists(SelectorsOfOthers, policy => policy.AppliesToEndpoints(endpoints));

    /// <summary>True when nothing but its method decides whether an endpoint is chosen.</summary>
    public bool IsChosenByMethodAlone(Endpoint endpoint) =>
        Array.TrueForAll(Builders, policy => policy is HttpMethodMatcherPolicy || !policy.AppliesToEndpoints([endpoint]))
        && !HasOthers;

    // Once, and not at each request: it takes reflection.
    private IEndpointSelectorPolicy[] SelectorsOfOthers => _selectorsOfOthers ??= [.. Selectors.Where(policy => !IsOfTheFramework(policy))];

    private static bool IsOfTheFramework(object policy) =>
        policy.GetType().Assembly.GetName().Name is "Microsoft.AspNetCore.Routing" or "Microsoft.AspNetCore.Mvc.Core" or "Microsoft.AspNetCore.Mvc.RazorPages";

    private IOrderedEnumerable<MatcherPolicy> Others => services.GetServices<MatcherPolicy>()
        .Where(policy => policy is not (GateTablePolicy or DynamicGateMatcherPolicy or GrayFlagMatcherPolicy))
        .OrderBy(policy => policy.Order);

    /// <summary>True when two endpoints have equal precedence, so that either can be selected.</summary>
    public bool AreEqual(Endpoint one, Endpoint other)
    {
        _comparers ??= [.. Others.OfType<IEndpointComparerPolicy>().Select(policy => policy.Comparer)];
        return one is RouteEndpoint first
            && other is RouteEndpoint second
            && first.Order == second.Order
            && first.RoutePattern.InboundPrecedence == second.RoutePattern.InboundPrecedence
            && Array.TrueForAll(_comparers, comparer => comparer.Compare(one, other) == 0);
    }
}
