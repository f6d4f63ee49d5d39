using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(157, LogLevel.Error,
        "What an operator decided on the rollout of flag '{Flag}' holds here, but is not saved: {Problem} A restart before it is saved would take it " +
        "back. It goes on being tried.")]
    public static partial void RolloutNotSaved(ILogger logger, string flag, string problem);

    [LoggerMessage(160, LogLevel.Information,
        "Audit: the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, went from {From} to {To}, stage '{Stage}', by {By}: {Reason}.")]
    public static partial void RolloutStepped(
        ILogger logger, string flag, string id, int attempt, RolloutPhase from, RolloutPhase to, string stage, string by, string reason);

    [LoggerMessage(161, LogLevel.Error,
        "Audit: the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, was ROLLED BACK from {From} in stage '{Stage}', by {By}: {Reason}. The flag " +
        "is off for everyone.")]
    public static partial void RolloutRolledBack(
        ILogger logger, string flag, string id, int attempt, RolloutPhase from, string stage, string by, string reason);

    [LoggerMessage(162, LogLevel.Warning,
        "Audit: the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, was paused in stage '{Stage}', by {By}: {Reason}. It stands still until it " +
        "is resumed.")]
    public static partial void RolloutPaused(ILogger logger, string flag, string id, int attempt, string stage, string by, string reason);

    [LoggerMessage(152, LogLevel.Error,
        "Audit: the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, was WITHHELD in stage '{Stage}', by {By}: {Reason}. It admits nobody until " +
        "it is resumed; the rules still decide.")]
    public static partial void RolloutWithheld(ILogger logger, string flag, string id, int attempt, string stage, string by, string reason);

    [LoggerMessage(151, LogLevel.Error,
        "Audit: ALARM of the completed rollout '{Id}' of flag '{Flag}', attempt {Attempt}: {Reason}. Everybody keeps what they have.")]
    public static partial void RolloutAlarmed(ILogger logger, string flag, string id, int attempt, string reason);

    [LoggerMessage(163, LogLevel.Warning,
        "Flag '{Flag}' has a rollout with guards, and there is no store (options.StateDirectory or AddRolloutStore): a rollback would be forgotten " +
        "when this process ends. Logged once.")]
    public static partial void RolloutsAreNotKept(ILogger logger, string flag);

    [LoggerMessage(164, LogLevel.Error,
        "The store of rollouts failed: {Problem} Stages stay where they are and nothing is promoted until it answers; rollbacks still happen. Logged " +
        "once until it answers again.")]
    public static partial void RolloutStoreFailed(ILogger logger, string problem);

    [LoggerMessage(165, LogLevel.Information, "The store of rollouts answers again.")]
    public static partial void RolloutStoreAnswers(ILogger logger);

    [LoggerMessage(166, LogLevel.Error,
        "What was kept of the rollouts may be lost: {Problem} Flags whose rollout is unknown, or may have been rolled back since, are off for " +
        "everyone until an operator resumes each rollout, or accepts the loss.")]
    public static partial void RolloutStoreDamaged(ILogger logger, string problem);

    [LoggerMessage(159, LogLevel.Warning,
        "A file of the rollouts was damaged ({Problem}). Nothing is lost: everything was in the other one. What was damaged is kept beside it under " +
        "a name that ends in .bad.")]
    public static partial void RolloutStoreMended(ILogger logger, string problem);

    [LoggerMessage(158, LogLevel.Warning,
        "Audit: the loss of what was kept of the rollouts was accepted by {By}: {Reason}. Rollouts without a record are new ones from now on.")]
    public static partial void RolloutLossAccepted(ILogger logger, string by, string reason);

    [LoggerMessage(167, LogLevel.Error, "The guards of flag '{Flag}' failed and are switched off; its rollout is paused. Logged once an attempt.")]
    public static partial void RolloutGuardFailed(ILogger logger, string flag, Exception exception);

    [LoggerMessage(168, LogLevel.Error, "A subscriber to changes of rollouts failed.")]
    public static partial void RolloutObserverFailed(ILogger logger, Exception exception);

    [LoggerMessage(169, LogLevel.Error, "A step of the rollouts failed; the next one tries again. Logged once.")]
    public static partial void RolloutStepFailed(ILogger logger, Exception exception);
}
