using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
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

    [LoggerMessage(122, LogLevel.Warning, "Flags are missing: {Warning}. Logged once, until that changes.")]
    public static partial void NothingDefined(ILogger logger, string warning);

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
}
