using Microsoft.AspNetCore.Builder;

namespace GrayFlags.AspNetCore;

/// <summary>The two endpoints of an upgrade. Conventions that are added here go to both; names, which are unique, go to one.</summary>
public sealed class GrayUpgradeBuilder : IEndpointConventionBuilder
{
    internal GrayUpgradeBuilder(IEndpointConventionBuilder original, IEndpointConventionBuilder upgraded)
    {
        Original = original;
        Upgraded = upgraded;
    }

    /// <summary>The endpoint that answers where the flag is off.</summary>
    public IEndpointConventionBuilder Original { get; }

    /// <summary>The endpoint that answers where the flag is on.</summary>
    public IEndpointConventionBuilder Upgraded { get; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        Original.Add(convention);
        Upgraded.Add(convention);
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        Original.Finally(finallyConvention);
        Upgraded.Finally(finallyConvention);
    }
}
