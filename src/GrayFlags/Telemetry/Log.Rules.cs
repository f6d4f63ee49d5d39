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

    [LoggerMessage(143, LogLevel.Error, "The rules were pinned to version {Version}, which is no longer among the saved ones: the newest rules serve.")]
    public static partial void PinLost(ILogger logger, string version);

    [LoggerMessage(144, LogLevel.Warning, "{Provider} has not answered yet: its last known good document of {SavedAt} serves.")]
    public static partial void LastKnownGoodServes(ILogger logger, string provider, DateTimeOffset savedAt);

    [LoggerMessage(145, LogLevel.Warning, "The newest document of {Provider} is held back: {Reason}.")]
    public static partial void DocumentHeld(ILogger logger, string provider, string reason);
}
