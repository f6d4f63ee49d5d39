using Microsoft.Extensions.Logging;

namespace GrayFlags.Dashboard.Telemetry;

/// <summary>Every log message of the package.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Warning, "Audit: {By} asked the dashboard for '{Operation}' of '{Target}': {Reason}. It is done.")]
    public static partial void OperationDone(ILogger logger, string by, string operation, string target, string reason);

    [LoggerMessage(701, LogLevel.Warning, "Audit: {By} asked the dashboard for '{Operation}' of '{Target}': {Reason}. It is not done: {Failure}.")]
    public static partial void OperationFailed(ILogger logger, Exception? exception, string by, string operation, string target, string reason, string failure);

    [LoggerMessage(702, LogLevel.Error, "The status of rollouts cannot be read for the dashboard's charts. Logged once.")]
    public static partial void EvidenceFailed(ILogger logger, Exception exception);
}
