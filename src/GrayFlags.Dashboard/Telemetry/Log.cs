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

    [LoggerMessage(
        703, LogLevel.Warning, "Audit: {By} asked the dashboard for '{Operation}' of '{Target}': {Reason}. It is not known what came of it: {Failure}.")]
    public static partial void OperationUnknown(
        ILogger logger, Exception? exception, string by, string operation, string target, string reason, string failure);

    [LoggerMessage(
        704, LogLevel.Warning,
        "The store of documents does not answer the dashboard; without an exception here it took too long. Logged once until it answers. Rules go on serving.")]
    public static partial void StoreIsAway(ILogger logger, Exception? exception);

    [LoggerMessage(705, LogLevel.Error, "GrayDashboardOptions.Actor has thrown: the caller has no name, and may not operate.")]
    public static partial void ActorFailed(ILogger logger, Exception exception);

    [LoggerMessage(706, LogLevel.Information, "The store of documents answers the dashboard again.")]
    public static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(707, LogLevel.Warning, "Audit: {By} asked the dashboard for '{Operation}' of '{Target}': {Reason}. There was nothing to do.")]
    public static partial void OperationIdle(ILogger logger, string by, string operation, string target, string reason);
}
