using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Providers.Files;

/// <summary>Reports that the file may have changed, as soon as the file system reports any event in its directory.</summary>
/// <remarks>
/// Only a hint. No filter on the file's name: a ConfigMap's update renames <c>..data</c>, and the file itself never changes. Where no watcher can be
/// had (no directory yet, no inotify instance left, no events on this file system) polling does all the work, and each poll tries again.
/// </remarks>
internal sealed class FileHints(string path, Action hint, ILogger logger) : IDisposable
{
    private readonly object _gate = new();
    private FileSystemWatcher? _watcher;
    private volatile bool _broken;
    private bool _failed;
    private bool _disposed;

    /// <summary>The number of watchers that were started, or could not be.</summary>
    internal int Starts { get; private set; }

    /// <summary>Starts a watcher if there is none or the present one has failed. False when there was nothing to do.</summary>
    public bool Arm()
    {
        lock (_gate)
        {
            if (_watcher is not null && !_broken)
            {
                return false;
            }

            ReplaceNeedsLock();
            return true;
        }
    }

    /// <summary>Starts a new watcher: the present one may watch a directory that has been moved away, and would never report it.</summary>
    public void Rearm()
    {
        lock (_gate)
        {
            ReplaceNeedsLock();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Events were lost, or the watcher stopped. It is replaced at the next look, not here, on its own thread.</summary>
    internal void OnError(object sender, ErrorEventArgs error)
    {
        _broken = true;
        hint();
    }

    private void OnEvent(object sender, FileSystemEventArgs change) => hint();

    private void ReplaceNeedsLock()
    {
        if (_disposed)
        {
            return;
        }

        _watcher?.Dispose();
        _watcher = null;
        _broken = false;
        Starts++;
        try
        {
            _watcher = Start();
            if (_failed)
            {
                _failed = false;
                Log.FileWatcherRestored(logger, path);
            }
        }
        catch (Exception exception)
        {
            // Whatever it is: polling goes on.
            if (!_failed)
            {
                _failed = true;
                Log.FileWatcherFailed(logger, path, exception.Message);
            }
        }
    }

    private FileSystemWatcher Start()
    {
        var watcher = new FileSystemWatcher();
        try
        {
            watcher.Path = Path.GetDirectoryName(path)!;
            watcher.NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite
                | NotifyFilters.Size | NotifyFilters.CreationTime | NotifyFilters.Attributes;
            watcher.Created += OnEvent;
            watcher.Changed += OnEvent;
            watcher.Deleted += OnEvent;
            watcher.Renamed += OnEvent;
            watcher.Error += OnError;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }
}
