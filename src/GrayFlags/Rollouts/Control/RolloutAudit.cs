using GrayFlags.Documents.Problems;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>Reports each step of a rollout to the log, to the metrics and to subscribers.</summary>
internal sealed class RolloutAudit(RolloutMetrics metrics, ChangeEvents events, ILogger logger)
{
    /// <summary>Reports one step.</summary>
    public void Report(RolloutChange change)
    {
        Write(change);
        metrics.Step(change);
        events.Post(change);
    }

    private void Write(RolloutChange change)
    {
        var (by, reason) = (LogSafeText.Name(change.By), LogSafeText.Sentence(change.Reason));
        switch (change.To)
        {
            case RolloutPhase.RolledBack:
                Log.RolloutRolledBack(logger, change.Flag, change.Id, change.Attempt, change.From, change.Stage, by, reason);
                break;
            case RolloutPhase.Withheld:
                Log.RolloutWithheld(logger, change.Flag, change.Id, change.Attempt, change.Stage, by, reason);
                break;
            case RolloutPhase.Completed when change.From == RolloutPhase.Completed:
                Log.RolloutAlarmed(logger, change.Flag, change.Id, change.Attempt, reason);
                break;
            case RolloutPhase.Paused:
                Log.RolloutPaused(logger, change.Flag, change.Id, change.Attempt, change.Stage, by, reason);
                break;
            default:
                Log.RolloutStepped(logger, change.Flag, change.Id, change.Attempt, change.From, change.To, change.Stage, by, reason);
                break;
        }
    }
}
