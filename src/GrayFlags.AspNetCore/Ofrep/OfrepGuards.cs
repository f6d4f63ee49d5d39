using GrayFlags.AspNetCore.Telemetry;
using GrayFlags.Documents.Problems;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Warns of guards that see nothing: an evaluation here is no outcome, so a flag that only browsers ask has none.</summary>
internal sealed class OfrepGuards(IGrayRollouts rollouts, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly HashSet<(string Flag, int Attempt)> _warned = [];
    private long _nextLook;

    /// <summary>Looks at the rollouts of flags that were answered, at most once a minute.</summary>
    public void Look(IGrayEvaluator flags)
    {
        var now = clock.GetUtcNow();
        var next = Volatile.Read(ref _nextLook);
        if (now.UtcTicks < next || Interlocked.CompareExchange(ref _nextLook, now.UtcTicks + Pause.Ticks, next) != next)
        {
            return;
        }

        foreach (var rollout in rollouts.GetAll())
        {
            var record = rollout.Record;
            if (record.Phase == RolloutPhase.Running
                && rollout is { Guards.Count: > 0, CanaryOutcomes: 0, ControlOutcomes: 0 }
                && now - record.StartedAt >= Patience
                && flags.Peek(record.Flag, null, FlagSelection.ClientSide).IsClientSide
                && IsNew(record))
            {
                Log.ClientSideGuardSeesNothing(logger, LogSafeText.Name(record.Flag), Patience.TotalMinutes);
            }
        }
    }

    private bool IsNew(RolloutRecord record)
    {
        lock (_warned)
        {
            return _warned.Add((record.Flag, record.Attempt));
        }
    }
}
