using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>The state that all mappings of an app share.</summary>
internal sealed class OfrepSite
{
    private readonly OfrepChanges[] _changes;

    public OfrepSite(
        IGrayFlagsMonitor monitor, IGrayRollouts rollouts, IHostApplicationLifetime lifetime, IServiceProvider services, TimeProvider clock,
        ILoggerFactory loggers)
    {
        Clock = clock;
        Logger = loggers.CreateLogger(LogCategories.Ofrep);
        Guards = new OfrepGuards(rollouts, clock, Logger);
        var protection = services.GetService<IDataProtectionProvider>();
        Tickets = protection is null ? null : new OfrepTickets(protection, clock);
        Ids = new OfrepIds(protection);
        _changes = [.. Enum.GetValues<FlagSelection>().Select(flags => new OfrepChanges(flags, monitor, Ids, clock, Logger, lifetime.ApplicationStopping))];
    }

    /// <summary>True when any endpoints are mapped, so that the start has to check them.</summary>
    public bool IsMapped { get; set; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public OfrepGuards Guards { get; }

    /// <summary>Makes the tickets of streams; null where the app has no data protection, and so no streams behind authorization.</summary>
    public OfrepTickets? Tickets { get; }

    public OfrepIds Ids { get; }

    public OfrepMappings Mappings { get; } = new();

    public OfrepChanges ChangesOf(FlagSelection flags) => _changes[(int)flags];
}
