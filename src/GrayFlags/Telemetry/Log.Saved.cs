using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

internal static partial class Log
{
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
}
