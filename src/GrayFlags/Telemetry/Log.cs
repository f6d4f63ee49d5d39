using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Every log message of the library, by their ids. One line a change of state, never one a call.</summary>
/// <remarks>
/// In one declaration: the generator puts several in an order that differs from build to build (dotnet/runtime#119587), and with it the bytes of
/// the package.
/// </remarks>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning,
        "Flag '{Flag}' is asked for, but no document defines it: it is off. At most one such line a minute; {Suppressed} other calls for unknown " +
        "flags since the last.{Hint}")]
    public static partial void UnknownFlag(ILogger logger, string flag, long suppressed, string hint);

    [LoggerMessage(101, LogLevel.Error, "The context accessor failed; calls without a context answer for the anonymous one. Logged once.")]
    public static partial void ContextAccessorFailed(ILogger logger, Exception exception);

    [LoggerMessage(102, LogLevel.Warning,
        "Flag '{Flag}' serves variant '{Variant}', whose value is no {Type}: callers get their default value. Logged once. The reason: {Reason}.")]
    public static partial void TypeMismatch(ILogger logger, string flag, string variant, string type, string reason);

    [LoggerMessage(103, LogLevel.Error,
        "The condition '{Condition}' of the app threw: it does not hold then. Logged once for each condition, and counted in the status.")]
    public static partial void ConditionThrew(ILogger logger, string condition, Exception exception);

    [LoggerMessage(104, LogLevel.Warning,
        "Flag '{Flag}' asks for attribute '{Attribute}', whose value an operator cannot read: its condition does not hold then. Logged once for each " +
        "flag and attribute; {Suppressed} other such answers were not logged. Explain shows the value.")]
    public static partial void UnreadableAttribute(ILogger logger, string flag, string attribute, long suppressed);

    [LoggerMessage(105, LogLevel.Warning,
        "A snapshot of {CreatedAt} is asked after more than an hour: its rules and its clock stand still. A singleton may have captured " +
        "IGrayEvaluatorSnapshot, which is scoped; inject IGrayEvaluator there, or call CreateSnapshot for each piece of work. Logged once.")]
    public static partial void SnapshotIsOld(ILogger logger, DateTimeOffset createdAt);

    [LoggerMessage(110, LogLevel.Information, "Rules {Version} are live: {FlagCount} flags, generation {Generation}.")]
    public static partial void RulesChanged(ILogger logger, string version, int flagCount, long generation);

    [LoggerMessage(111, LogLevel.Error, "The document of {Provider} is refused, problems: {Count}; the last good one keeps serving. {Problems}")]
    public static partial void DocumentRefused(ILogger logger, string provider, int count, string problems);

    [LoggerMessage(112, LogLevel.Error,
        "The document of {Provider} is refused, problems: {Count}; there is no earlier one, and what it would define is off. {Problems}")]
    public static partial void DocumentRefusedAtStart(ILogger logger, string provider, int count, string problems);

    [LoggerMessage(113, LogLevel.Warning, "The source {Provider} cannot be read: {Reason}; the last good document keeps serving.")]
    public static partial void SourceUnavailable(ILogger logger, string provider, string reason);

    [LoggerMessage(114, LogLevel.Error,
        "The source {Provider} cannot be read: {Reason}; there is no earlier document, and what it would define is off until it can.")]
    public static partial void SourceUnavailableAtStart(ILogger logger, string provider, string reason);

    [LoggerMessage(115, LogLevel.Information, "The document of {Provider} is good again.")]
    public static partial void ProviderRecovered(ILogger logger, string provider);

    [LoggerMessage(116, LogLevel.Warning, "Odd, but no problem: {Warning}")]
    public static partial void OddDocument(ILogger logger, string warning);

    [LoggerMessage(117, LogLevel.Error, "The provider {Provider} cannot watch its source; changes are not seen.")]
    public static partial void WatchFailed(ILogger logger, string provider, Exception exception);

    [LoggerMessage(118, LogLevel.Error, "The provider {Provider} threw while it loaded.")]
    public static partial void LoadThrew(ILogger logger, string provider, Exception exception);

    [LoggerMessage(119, LogLevel.Error, "What the provider {Provider} brought could not be taken; the last good rules keep serving.")]
    public static partial void AcceptFailed(ILogger logger, string provider, Exception exception);

    [LoggerMessage(120, LogLevel.Error, "A subscriber to the status threw.")]
    public static partial void ObserverFailed(ILogger logger, Exception exception);

    [LoggerMessage(121, LogLevel.Warning,
        "{Count} evaluators are alive at once. One is enough for a program: share it, and dispose those that are no longer needed. Logged once.")]
    public static partial void ManyEvaluators(ILogger logger, int count);

    [LoggerMessage(122, LogLevel.Warning, "Flags are missing: {Warning}. Logged once, until that changes.")]
    public static partial void NothingDefined(ILogger logger, string warning);

    [LoggerMessage(130, LogLevel.Warning,
        "Some providers have not loaded within {Timeout}: the program starts without them, and what they would define is off until they have.")]
    public static partial void StartedBeforeFirstLoads(ILogger logger, TimeSpan timeout);

    [LoggerMessage(131, LogLevel.Warning,
        "Rules come from an address or a store, but no StateDirectory is set: a program that starts while it does not answer has no last known good " +
        "rules, and every flag is off until it does.")]
    public static partial void NothingIsSaved(ILogger logger);

    [LoggerMessage(140, LogLevel.Warning, "Audit: {By} pinned the rules to version {Version}: {Reason}. Newer documents wait until the pin is taken away.")]
    public static partial void RulesPinned(ILogger logger, string version, string by, string reason);

    [LoggerMessage(141, LogLevel.Warning, "Audit: {By} took the pin to version {Version} away: {Reason}. The newest rules serve again.")]
    public static partial void RulesUnpinned(ILogger logger, string version, string by, string reason);

    [LoggerMessage(142, LogLevel.Warning, "Audit: {By} accepted the document of {Provider} that was held back: {Reason}.")]
    public static partial void HeldAccepted(ILogger logger, string provider, string by, string reason);

    [LoggerMessage(143, LogLevel.Error,
        "The rules are pinned to version {Version}, which cannot serve: {Reason}. Every flag is off until the pin is taken away or moved to another " +
        "version.")]
    public static partial void PinLost(ILogger logger, string version, string reason);

    [LoggerMessage(144, LogLevel.Warning, "{Provider} has not answered yet: its last known good document of {SavedAt} serves.")]
    public static partial void LastKnownGoodServes(ILogger logger, string provider, DateTimeOffset savedAt);

    [LoggerMessage(145, LogLevel.Warning, "The newest document of {Provider} is held back: {Reason}.")]
    public static partial void DocumentHeld(ILogger logger, string provider, string reason);

    [LoggerMessage(146, LogLevel.Warning, "Audit: {By} turned the flag {Flag} off for everyone: {Reason}. It stays off until it is turned on again.")]
    public static partial void FlagTurnedOff(ILogger logger, string flag, string by, string reason);

    [LoggerMessage(147, LogLevel.Warning, "Audit: {By} turned the flag {Flag} on again: {Reason}. The rules decide.")]
    public static partial void FlagTurnedOn(ILogger logger, string flag, string by, string reason);

    [LoggerMessage(148, LogLevel.Error,
        "What operators had pinned and turned off cannot be read: {Reason}. Every flag is off until the pin is taken away or moved to a version.")]
    public static partial void OperatorStateLost(ILogger logger, string reason);

    [LoggerMessage(149, LogLevel.Error, "The newest documents could not be taken; the last good rules keep serving.")]
    public static partial void SettleFailed(ILogger logger, Exception exception);

    [LoggerMessage(151, LogLevel.Error,
        "Audit: ALARM of the completed rollout '{Id}' of flag '{Flag}', attempt {Attempt}: {Reason}. Everybody keeps what they have.")]
    public static partial void RolloutAlarmed(ILogger logger, string flag, string id, int attempt, string reason);

    [LoggerMessage(152, LogLevel.Error,
        "Audit: the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, was WITHHELD in stage '{Stage}', by {By}: {Reason}. It admits nobody until " +
        "it is resumed; the rules still decide.")]
    public static partial void RolloutWithheld(ILogger logger, string flag, string id, int attempt, string stage, string by, string reason);

    [LoggerMessage(157, LogLevel.Error,
        "What an operator decided on the rollout of flag '{Flag}' holds here, but is not saved: {Problem} A restart before it is saved would take it " +
        "back. It goes on being tried.")]
    public static partial void RolloutNotSaved(ILogger logger, string flag, string problem);

    [LoggerMessage(158, LogLevel.Warning,
        "Audit: the loss of what was kept of the rollouts was accepted by {By}: {Reason}. Rollouts without a record are new ones from now on.")]
    public static partial void RolloutLossAccepted(ILogger logger, string by, string reason);

    [LoggerMessage(159, LogLevel.Warning,
        "A file of the rollouts was damaged ({Problem}). Nothing is lost: everything was in the other one. What was damaged is kept beside it under " +
        "a name that ends in .bad.")]
    public static partial void RolloutStoreMended(ILogger logger, string problem);

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

    [LoggerMessage(167, LogLevel.Error, "The guards of flag '{Flag}' failed and are switched off; its rollout is paused. Logged once an attempt.")]
    public static partial void RolloutGuardFailed(ILogger logger, string flag, Exception exception);

    [LoggerMessage(168, LogLevel.Error, "A subscriber to changes of rollouts failed.")]
    public static partial void RolloutObserverFailed(ILogger logger, Exception exception);

    [LoggerMessage(169, LogLevel.Error, "A step of the rollouts failed; the next one tries again. Logged once.")]
    public static partial void RolloutStepFailed(ILogger logger, Exception exception);

    [LoggerMessage(170, LogLevel.Information, "The records of all rollouts can be read again.")]
    public static partial void RolloutStoreReadable(ILogger logger);

    [LoggerMessage(171, LogLevel.Error,
        "Evidence of the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, is damaged in the store: {Problem}. It is not promoted. A node that has its " +
        "evidence in memory mends it; where none has, an operator has to accept the loss. Logged once.")]
    public static partial void FleetEvidenceDamaged(ILogger logger, string flag, string id, int attempt, string problem);

    [LoggerMessage(172, LogLevel.Warning,
        "The evidence of the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, is whole again in the store.")]
    public static partial void FleetEvidenceMended(ILogger logger, string flag, string id, int attempt);

    [LoggerMessage(173, LogLevel.Warning,
        "Audit: {By} accepted that the record of the rollout '{Id}' of flag '{Flag}' cannot be read, {Reason}: {Outcome}.")]
    public static partial void RolloutRecordReplaced(ILogger logger, string flag, string id, string by, string reason, string outcome);

    [LoggerMessage(174, LogLevel.Error,
        "Of the users who were taken out of rollouts, the store has some that cannot be read: {Names}. The others count. What this node knows of them is " +
        "written again; who is known to none is admitted, until they are taken out again. Logged once for each name.")]
    public static partial void RolloutRemovalsDamaged(ILogger logger, string names);

    [LoggerMessage(175, LogLevel.Warning,
        "The store of rollouts has forgotten the evidence of the rollout '{Id}' of flag '{Flag}', attempt {Attempt}, and its log: it was emptied, or is an " +
        "older one. The evidence of the stage begins anew, and the stage lasts as if it had just begun.")]
    public static partial void FleetEvidenceForgotten(ILogger logger, string flag, string id, int attempt);

    [LoggerMessage(200, LogLevel.Warning, "Changes of '{Path}' give no events, and are found by polling only: {Reason}")]
    public static partial void FileWatcherFailed(ILogger logger, string path, string reason);

    [LoggerMessage(201, LogLevel.Information, "Changes of '{Path}' give events again.")]
    public static partial void FileWatcherRestored(ILogger logger, string path);

    [LoggerMessage(202, LogLevel.Error, "Looking at '{Path}' failed; polling goes on. Logged once until it works again.")]
    public static partial void FileCheckFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(210, LogLevel.Error, "{Provider} has changed, but the change could not be passed on.")]
    public static partial void ConfigurationChangeFailed(ILogger logger, string provider, Exception exception);

    // The status gives a one-word reason; exceptions of the configuration's own code may quote values, hence Debug.
    [LoggerMessage(211, LogLevel.Debug, "{Provider} could not be read.")]
    public static partial void ConfigurationUnreadable(ILogger logger, string provider, Exception exception);

    [LoggerMessage(212, LogLevel.Error, "{Provider} gives no token that tells of changes; they are not seen.")]
    public static partial void ConfigurationNotWatched(ILogger logger, string provider, Exception exception);

    [LoggerMessage(220, LogLevel.Information, "The stream of events of {Provider} is up: changes are seen at once.")]
    public static partial void StreamListening(ILogger logger, string provider);

    [LoggerMessage(221, LogLevel.Warning, "The stream of events of {Provider} is down: {Reason}; polling goes on, and the stream is tried again.")]
    public static partial void StreamLost(ILogger logger, string provider, string reason);

    [LoggerMessage(222, LogLevel.Warning,
        "The stream of events of {Provider} has failed {Count} times in a row, the last time because {Reason}; there is polling only, and the stream " +
        "is tried again now and then.")]
    public static partial void StreamGivenUp(ILogger logger, string provider, int count, string reason);

    [LoggerMessage(240, LogLevel.Warning,
        "The directory {Directory} is not used to keep the last good rules: {Reason}. Serving is unaffected; a restart while a source is away finds " +
        "nothing.")]
    public static partial void SavedFolderUnusable(ILogger logger, string directory, string reason);

    [LoggerMessage(241, LogLevel.Warning,
        "'{Name}' cannot be saved in {Directory}: {Reason}. What was saved before stays as it is, and serving is unaffected.")]
    public static partial void SaveFailed(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(242, LogLevel.Warning, "'{Name}' cannot be read from {Directory}: {Reason}. It counts as absent.")]
    public static partial void SavedUnreadable(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(243, LogLevel.Warning,
        "What was saved as '{Name}' in {Directory} is not used: {Reason}. It is set aside beside its place, with the ending .bad.")]
    public static partial void SavedDamaged(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(244, LogLevel.Warning, "'{Name}' cannot be deleted from {Directory}: {Reason}.")]
    public static partial void SavedNotDeleted(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(245, LogLevel.Information, "Another process writes to {Directory}; what this one has to save waits for another try.")]
    public static partial void SavedFolderBusy(ILogger logger, string directory);

    [LoggerMessage(246, LogLevel.Information, "Saving to {Directory} works again.")]
    public static partial void SavingAgain(ILogger logger, string directory);

    [LoggerMessage(247, LogLevel.Warning, "Too much waits to be saved in {Directory}; '{Name}', the oldest, is dropped.")]
    public static partial void SaveDropped(ILogger logger, string name, string directory);

    [LoggerMessage(249, LogLevel.Error,
        "{What} in this process, but that is not saved: a restart before it is saved would take it back. It goes on being tried.")]
    public static partial void OperatorNotSaved(ILogger logger, string what);

    [LoggerMessage(260, LogLevel.Error,
        "The kill switch {Name} of the fleet, version {Version}, cannot be read: it is damaged, or a later version of the library wrote it. What is known " +
        "of it goes on holding.")]
    public static partial void FleetSwitchesUnreadable(ILogger logger, string name, long version);

    [LoggerMessage(264, LogLevel.Error,
        "The kill switch {Name} of the fleet could not be read in version {Unreadable}: version {Version} replaces it, with what was turned off in " +
        "version {Earlier}. What was turned off in between has to be turned off again.")]
    public static partial void FleetSwitchesReplaced(ILogger logger, string name, long unreadable, long version, long earlier);

    [LoggerMessage(261, LogLevel.Warning,
        "What is turned off here cannot be written to the kill switch {Name} of the fleet: it holds in this process, and is tried again at every poll.")]
    public static partial void FleetSwitchesNotWritten(ILogger logger, string name, Exception exception);

    [LoggerMessage(262, LogLevel.Warning, "The store of {Provider} cannot be watched: it is polled only.")]
    public static partial void StoreNotWatched(ILogger logger, string provider, Exception exception);

    [LoggerMessage(263, LogLevel.Error,
        "The kill switch {Name} of the fleet cannot be read from its store, though the document can. What is known of it goes on holding.")]
    public static partial void FleetSwitchesNotRead(ILogger logger, string name, Exception exception);

    [LoggerMessage(270, LogLevel.Warning, "{Count} flags look stale; take them out of the code, then out of the document: {Flags}. Logged once a day.")]
    public static partial void StaleFlags(ILogger logger, int count, string flags);

    [LoggerMessage(271, LogLevel.Warning, "The saved usage of flags cannot be understood, and is begun anew: flags look stale only after days of measuring.")]
    public static partial void UsageUnreadable(ILogger logger);

    [LoggerMessage(272, LogLevel.Error, "The usage of flags cannot be measured. Logged once.")]
    public static partial void UsageFailed(ILogger logger, Exception exception);

    [LoggerMessage(273, LogLevel.Warning, "The usage of the fleet, '{Document}', cannot be read or written in the store. Until it can, flags are not called "
        + "stale for days on which other instances may have asked for them. Logged once until it succeeds.")]
    public static partial void UsageNotShared(ILogger logger, string document, Exception exception);

    [LoggerMessage(274, LogLevel.Warning, "The usage of the fleet, '{Document}', version {Version}, cannot be understood, and is begun anew with what this "
        + "process knows of it.")]
    public static partial void FleetUsageUnreadable(ILogger logger, string document, long version);
}
