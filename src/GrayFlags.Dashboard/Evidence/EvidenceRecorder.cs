using GrayFlags.Dashboard.Telemetry;
using GrayFlags.Dashboard.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Dashboard.Evidence;

/// <summary>Remembers the evidence of every guard of every rollout that runs, each second, in this process.</summary>
internal sealed class EvidenceRecorder(IGrayRollouts rollouts, TimeProvider clock, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.OrdinalIgnoreCase);
    private ITimer? _timer;
    private bool _hasFailed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = clock.CreateTimer(static state => ((EvidenceRecorder)state!).Record(), this, Tick, Tick);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>The evidence of a flag's rollout; empty when it has none.</summary>
    public List<EvidenceSeries> Of(string flag, DateTimeOffset? since)
    {
        lock (_gate)
        {
            return _attempts.TryGetValue(flag, out var attempt)
                ? [.. attempt.Guards.Select(guard => new EvidenceSeries(guard.Key, Numbers.Finite(guard.Value.Threshold), guard.Value.Since(since)))]
                : [];
        }
    }

    public void Record()
    {
        try
        {
            var all = rollouts.GetAll();
            lock (_gate)
            {
                Add(all, clock.GetUtcNow());
            }
        }
#pragma warning disable CA1031 // A timer's exception would end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                Log.EvidenceFailed(loggers.CreateLogger(DashboardLog.Category), exception);
            }
        }
    }

    private void Add(IReadOnlyList<RolloutStatus> all, DateTimeOffset now)
    {
        foreach (var flag in _attempts.Keys.Except(all.Select(status => status.Record.Flag), StringComparer.OrdinalIgnoreCase).ToList())
        {
            _attempts.Remove(flag);
        }

        foreach (var status in all)
        {
            var record = status.Record;
            if (!_attempts.TryGetValue(record.Flag, out var attempt) || attempt.Number != record.Attempt || attempt.Id != record.Id)
            {
                _attempts[record.Flag] = attempt = new Attempt(record.Id, record.Attempt);
            }

            foreach (var guard in status.Guards)
            {
                if (!attempt.Guards.TryGetValue(guard.Name, out var ring))
                {
                    attempt.Guards[guard.Name] = ring = new EvidenceRing();
                }

                ring.Threshold = guard.Threshold;
                ring.Add(now, Numbers.Finite(guard.Evidence) ?? guard.Threshold);
            }
        }
    }

    private sealed record Attempt(string Id, int Number)
    {
        public Dictionary<string, EvidenceRing> Guards { get; } = new(StringComparer.Ordinal);
    }
}
