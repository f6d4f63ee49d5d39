using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>The limits of a provider that has none of its own: those of <see cref="GrayFlagsOptions"/>.</summary>
internal static class DefaultLimits
{
    /// <summary>The limits; a copy, since configuration that is bound later writes into the object that it finds.</summary>
    public static DocumentLimits Of(DocumentLimits limits, IServiceProvider services) =>
        limits == DocumentLimits.Default ? services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.Limits with { } : limits;
}
