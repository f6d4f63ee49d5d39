using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.DependencyInjection;

/// <summary>Adds providers and services to GrayFlags. Given by <c>AddGrayFlags</c>.</summary>
public interface IGrayFlagsBuilder
{
    /// <summary>The services that GrayFlags is registered in.</summary>
    IServiceCollection Services { get; }
}
