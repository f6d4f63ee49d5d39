using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>Logs each kind of failure once, until that kind has succeeded again. Thread-safe.</summary>
internal sealed class SavedFailureLog(ILogger logger, string directory)
{
    // One bit per kind.
    private int _reported;

    public void Failed(SavedFailure kind, string name, string reason)
    {
        var bit = 1 << (int)kind;
        if ((Interlocked.Or(ref _reported, bit) & bit) != 0)
        {
            return;
        }

        switch (kind)
        {
            case SavedFailure.Folder:
                Log.SavedFolderUnusable(logger, directory, reason);
                break;
            case SavedFailure.Busy:
                Log.SavedFolderBusy(logger, directory);
                break;
            case SavedFailure.Write:
                Log.SaveFailed(logger, name, directory, reason);
                break;
            case SavedFailure.Read:
                Log.SavedUnreadable(logger, name, directory, reason);
                break;
            case SavedFailure.Damaged:
                Log.SavedDamaged(logger, name, directory, reason);
                break;
            case SavedFailure.Delete:
                Log.SavedNotDeleted(logger, name, directory, reason);
                break;
            case SavedFailure.Dropped:
                Log.SaveDropped(logger, name, directory);
                break;
        }
    }

    public void Succeeded(SavedFailure kind)
    {
        var bit = 1 << (int)kind;
        if ((Interlocked.And(ref _reported, ~bit) & bit) != 0 && kind is SavedFailure.Folder or SavedFailure.Write)
        {
            Log.SavingAgain(logger, directory);
        }
    }
}
