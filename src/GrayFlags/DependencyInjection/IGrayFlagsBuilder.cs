using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags;

/// <summary>The services that GrayFlags is registered in. Extension methods add providers of rules, conditions, accessors and stores.</summary>
/// <remarks>
/// Given by <c>AddGrayFlags</c> and <see cref="GrayEvaluator.Create"/>. Rules that are added later override those added earlier, flag by flag and segment by
/// segment.
/// </remarks>
public interface IGrayFlagsBuilder
{
    /// <summary>The services that GrayFlags is registered in.</summary>
    IServiceCollection Services { get; }
}
