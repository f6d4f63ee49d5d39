using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
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

    [LoggerMessage(146, LogLevel.Warning, "Audit: {By} turned the flag {Flag} off for everyone: {Reason}. It stays off until it is turned on again.")]
    public static partial void FlagTurnedOff(ILogger logger, string flag, string by, string reason);

    [LoggerMessage(147, LogLevel.Warning, "Audit: {By} turned the flag {Flag} on again: {Reason}. The rules decide.")]
    public static partial void FlagTurnedOn(ILogger logger, string flag, string by, string reason);

    [LoggerMessage(148, LogLevel.Error,
        "What operators had pinned and turned off cannot be read: {Reason}. Every flag is off until the pin is taken away or moved to a version.")]
    public static partial void OperatorStateLost(ILogger logger, string reason);

    [LoggerMessage(149, LogLevel.Error, "The newest documents could not be taken; the last good rules keep serving.")]
    public static partial void SettleFailed(ILogger logger, Exception exception);

    [LoggerMessage(145, LogLevel.Warning, "The newest document of {Provider} is held back: {Reason}.")]
    public static partial void DocumentHeld(ILogger logger, string provider, string reason);
}
