using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Tests.Compilation;

internal static class LimitsExtension
{
    /// <summary>Sets what documents may at most hold.</summary>
    public static void Limit(this IGrayFlagsBuilder builder, DocumentLimits limits) =>
        builder.Services.Configure<GrayFlagsOptions>(options => options.Limits = limits);
}
