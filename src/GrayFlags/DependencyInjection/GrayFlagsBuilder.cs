using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.DependencyInjection;

internal sealed class GrayFlagsBuilder(IServiceCollection services) : IGrayFlagsBuilder
{
    public IServiceCollection Services { get; } = services;
}
