using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Events;
using GrayFlags.Dashboard.Evidence;
using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The services that the endpoints work with.</summary>
internal sealed class DashboardSite(IServiceProvider services)
{
    /// <summary>The beginning of the name of a source that is a document of a store.</summary>
    public const string StorePrefix = "store:";

    public GrayDashboardOptions Options { get; } = services.GetRequiredService<IOptions<GrayDashboardOptions>>().Value;

    public string Instance { get; } = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.InstanceName ?? Environment.MachineName;

    public DocumentLimits Limits { get; } = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.Limits;

    public AccessControl Access { get; } = services.GetRequiredService<AccessControl>();

    public WriteGuard Writes { get; } = services.GetRequiredService<WriteGuard>();

    public ActorNames Actors { get; } = services.GetRequiredService<ActorNames>();

    public StoreCalls Store { get; } = services.GetRequiredService<StoreCalls>();

    public AuditTrail Audit { get; } = services.GetRequiredService<AuditTrail>();

    public DashboardEvents Events { get; } = services.GetRequiredService<DashboardEvents>();

    public EvidenceRecorder Evidence { get; } = services.GetRequiredService<EvidenceRecorder>();

    public IGrayFlagsMonitor Monitor { get; } = services.GetRequiredService<IGrayFlagsMonitor>();

    public IGrayRules Rules { get; } = services.GetRequiredService<IGrayRules>();

    public IGrayRollouts Rollouts { get; } = services.GetRequiredService<IGrayRollouts>();

    public IGrayUsage Usage { get; } = services.GetRequiredService<IGrayUsage>();

    public IGrayEvaluator Flags { get; } = services.GetRequiredService<IGrayEvaluator>();

    /// <summary>The documents of a store; null when there is none.</summary>
    public IGrayDocuments? Documents { get; } = services.GetService<IGrayDocuments>();

    public TimeProvider Clock { get; } = services.GetRequiredService<TimeProvider>();

    public CancellationToken Stopping { get; } = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>True when rules know a flag of this name.</summary>
    public bool HasFlag(string name) => Monitor.GetFlags().Any(flag => string.Equals(flag.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The documents of the store that this app reads.</summary>
    public IEnumerable<string> DocumentNames => Documents is null
        ? []
        : Monitor.Status.Providers
            .Where(provider => provider.Name.StartsWith(StorePrefix, StringComparison.Ordinal))
            .Select(provider => provider.Name[StorePrefix.Length..]);
}
