using GrayFlags.Telemetry;

namespace GrayFlags.Rollouts.Control;

/// <content>What the controller says of each step: to the log, to the metrics, to subscribers.</content>
internal sealed partial class RolloutController
{
    private void Tell(RolloutSession run)
    {
        if (StateOf(run) is not { Record: { } record } || ReferenceEquals(record.Changes, run.Told))
        {
            return;
        }

        var news = record.Changes.Except(run.Told).ToList();
        run.Told = record.Changes;
        foreach (var change in news)
        {
            Tell(change);
            _metrics.Step(change);
            Events.Post(change);
        }
    }

    private void Tell(RolloutChange change)
    {
        var (by, reason) = (LogText.Shown(change.By, LogText.MaxName), LogText.Shown(change.Reason));
        switch (change.To)
        {
            case RolloutPhase.RolledBack:
                Log.RolloutRolledBack(_logger, change.Flag, change.Id, change.Attempt, change.From, change.Stage, by, reason);
                break;
            case RolloutPhase.Withheld:
                Log.RolloutWithheld(_logger, change.Flag, change.Id, change.Attempt, change.Stage, by, reason);
                break;
            case RolloutPhase.Completed when change.From == RolloutPhase.Completed:
                Log.RolloutAlarmed(_logger, change.Flag, change.Id, change.Attempt, reason);
                break;
            case RolloutPhase.Paused:
                Log.RolloutPaused(_logger, change.Flag, change.Id, change.Attempt, change.Stage, by, reason);
                break;
            default:
                Log.RolloutStepped(_logger, change.Flag, change.Id, change.Attempt, change.From, change.To, change.Stage, by, reason);
                break;
        }
    }
}
