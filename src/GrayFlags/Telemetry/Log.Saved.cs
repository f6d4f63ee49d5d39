using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
    [LoggerMessage(240, LogLevel.Warning,
        "The directory {Directory} cannot be used to save the last good rules: {Reason}. Evaluation is unaffected; a restart while a source is " +
        "unavailable finds no rules.")]
    public static partial void SavedFolderUnusable(ILogger logger, string directory, string reason);

    [LoggerMessage(241, LogLevel.Warning,
        "'{Name}' cannot be saved in {Directory}: {Reason}. The earlier copy stays as it is, and evaluation is unaffected.")]
    public static partial void SaveFailed(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(242, LogLevel.Warning, "'{Name}' cannot be read from {Directory}: {Reason}. It is treated as absent.")]
    public static partial void SavedUnreadable(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(243, LogLevel.Warning,
        "The saved '{Name}' in {Directory} is not used: {Reason}. It is set aside with the ending .bad.")]
    public static partial void SavedDamaged(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(244, LogLevel.Warning, "'{Name}' cannot be deleted from {Directory}: {Reason}.")]
    public static partial void SavedNotDeleted(ILogger logger, string name, string directory, string reason);

    [LoggerMessage(245, LogLevel.Information, "Another process is writing to {Directory}; this one retries later.")]
    public static partial void SavedFolderBusy(ILogger logger, string directory);

    [LoggerMessage(246, LogLevel.Information, "Saving to {Directory} works again.")]
    public static partial void SavingAgain(ILogger logger, string directory);

    [LoggerMessage(247, LogLevel.Warning, "Too much is waiting to be saved in {Directory}; the oldest, '{Name}', is dropped.")]
    public static partial void SaveDropped(ILogger logger, string name, string directory);

    [LoggerMessage(249, LogLevel.Error,
        "{What} in this process, but that is not saved: a restart before it is saved would undo it. Saving is retried.")]
    public static partial void OperatorNotSaved(ILogger logger, string what);
}
