using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GrayFlags.AspNetCore.Health;

/// <summary>
/// The status of the rules as a health check. Counts and times only: a health page may be public, so it contains no text of a document or a source.
/// </summary>
internal sealed class GrayFlagsHealthCheck(IGrayFlagsMonitor monitor, IGrayRollouts? rollouts) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = monitor.Status;
        var all = rollouts?.GetAll() ?? [];
        var damaged = all.Count(static rollout => rollout.StoreDamage is not null);
        var fleets = all.Select(static rollout => rollout.Fleet).OfType<RolloutFleetStatus>().ToList();
        var isCutOff = fleets.Exists(static fleet => fleet.IsCutOff);
        var data = new Dictionary<string, object>
        {
            ["state"] = status.State.ToString(),
            ["version"] = status.Version,
            ["flags"] = status.FlagCount,
            ["problems"] = status.Problems.Count(),
            ["providers"] = status.Providers.Count,
            ["providersNotGood"] = status.Providers.Count(provider => !IsGood(provider)),
            ["isStale"] = status.IsStale,
            ["isPinned"] = status.Pin is not null,
        };
        if (fleets.Count > 0)
        {
            data["isCutOff"] = isCutOff;
            data["fleetNodes"] = fleets.Max(static fleet => fleet.Nodes);
        }

        if (damaged > 0)
        {
            data["damagedRollouts"] = damaged;
        }

        var unknown = all.Count(static rollout => rollout.Record.WaitReason == RolloutWaitReason.Lost);
        if (unknown > 0)
        {
            data["unknownRollouts"] = unknown;
        }

        if (status.Age is { } age)
        {
            data["ageSeconds"] = (long)age.TotalSeconds;
        }

        var (health, description) = status switch
        {
            { State: GrayFlagsState.NotReady } => (context.Registration.FailureStatus, "No rules have been loaded yet: every flag is off."),
            { State: GrayFlagsState.Degraded } when status.Providers.Any(IsMissing) =>
                (HealthStatus.Degraded, "A source of flags has no content; the status and the log say which."),
            { State: GrayFlagsState.Degraded } => (HealthStatus.Degraded, "The last good rules serve; a provider's newest document is not among them."),
            _ when isCutOff => (
                HealthStatus.Degraded,
                "The store of rollouts has not answered or taken what this node writes for 15 seconds: nothing is promoted, and guards weigh its calls alone."),
            _ when damaged > 0 => (
                HealthStatus.Degraded, "What the store has of a rollout cannot be read: it is not promoted; the status and the log say which one."),
            _ when unknown > 0 => (
                HealthStatus.Degraded, "A flag with a rollout is off for everyone: its stage was not read from the store since the start, or may be lost."),
            { IsStale: true } => (HealthStatus.Degraded, "A provider that polls has been silent for too long."),
            _ => (HealthStatus.Healthy, string.Create(CultureInfo.InvariantCulture, $"{status.FlagCount} flags serve.")),
        };
        return Task.FromResult(new HealthCheckResult(health, description, data: data));
    }

    private static bool IsGood(ProviderStatus provider) =>
        provider.State == ProviderState.Current || (provider.State == ProviderState.Empty && !IsMissing(provider));

    private static bool IsMissing(ProviderStatus provider) => provider is { State: ProviderState.Empty, Reason: not null };
}
