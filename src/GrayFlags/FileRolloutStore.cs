using System.Globalization;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots.Saved;

namespace GrayFlags;

/// <summary>Keeps rollouts in a file, so that a rollback outlives the process. Thread-safe.</summary>
/// <remarks>
/// Each write is the old file or the new one, whenever the process dies. Two processes on one file do not damage it: each takes what the other wrote before it writes itself, and of two
/// words on one rollout the more severe holds. A fleet wants a store of its own.
/// </remarks>
public sealed class FileRolloutStore : IRolloutStore
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private const string TempSuffix = ".tmp";

    private readonly object _gate = new();
    private readonly RolloutImage _image = new();
    private readonly TimeProvider _clock;
    private readonly string _path;
    private readonly string _temp;
    private (DateTime WrittenAt, long Length) _seen;

    /// <summary>Creates a store of a file.</summary>
    /// <param name="path">The file; a relative path starts at the working directory. It need not exist; its directory is created, for the owner only.</param>
    /// <param name="clock">Tells the time. Default: the system's.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public FileRolloutStore(string path, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        _path = System.IO.Path.GetFullPath(path);
        _clock = clock ?? TimeProvider.System;
        _temp = string.Create(CultureInfo.InvariantCulture, $"{_path}.{Environment.ProcessId}{TempSuffix}");
    }

    /// <summary>The file.</summary>
    public string Path => _path;

    /// <summary>Opens the temporary file; a test puts a full disk here.</summary>
    internal Func<string, FileStream> OpenTemp { get; init; } = path => PrivateDirectory.Open(path, FileMode.CreateNew);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged. It is set aside beside its place, under a name that ends in <c>.damaged</c>, and the store goes on without it.</exception>
    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) => Locked(() =>
    {
        Refresh();
        return _image.Records;
    });

    /// <inheritdoc/>
    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);

        return Locked(() =>
        {
            Refresh();
            var before = _image.Find(record);
            var write = _image.Write(record);
            if (write.IsWritten)
            {
                SaveOr(() => _image.Restore(record, before));
            }

            return write;
        });
    }

    /// <inheritdoc/>
    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);

        return Locked(() =>
        {
            Refresh();
            _image.Add(evidence);
            SaveOr(static () => { });
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) => Locked(() =>
    {
        Refresh();
        return _image.Evidence;
    });

    /// <inheritdoc/>
    public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(removals);

        return Locked(() =>
        {
            Refresh();
            _image.Add(removals);
            SaveOr(static () => { });
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => Locked(() =>
    {
        Refresh();
        return _image.Since(cursor);
    });

    // Files have no waiting worth a thread of its own; what goes wrong is the task's, as of any other store.
    private Task<T> Locked<T>(Func<T> work)
    {
        try
        {
            lock (_gate)
            {
                return Task.FromResult(work());
            }
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    private void Refresh()
    {
        var file = new FileInfo(_path);
        if (!file.Exists)
        {
            _seen = default;
            return;
        }

        var now = (file.LastWriteTimeUtc, file.Length);
        if (now == _seen)
        {
            return;
        }

        if (file.LinkTarget is not null)
        {
            throw new IOException("It is a symbolic link.");
        }

        if (file.Length > MaxBytes)
        {
            throw new InvalidDataException($"It is larger than {MaxBytes} bytes.");
        }

        Take(File.ReadAllBytes(_path));
        _seen = now;
    }

    private void Take(byte[] bytes)
    {
        RolloutFileContent content;
        try
        {
            content = RolloutFileContent.Parse(bytes);
        }
        catch (InvalidDataException)
        {
            File.Move(_path, _path + ".damaged", overwrite: true);
            throw;
        }

        foreach (var record in content.Rollouts)
        {
            _image.Merge(record);
        }

        _image.Add(content.Evidence);
        _image.Add(content.Removed);
        _image.Forget(_clock.GetUtcNow());
    }

    private void SaveOr(Action undo)
    {
        try
        {
            var directory = System.IO.Path.GetDirectoryName(_path)!;
            PrivateDirectory.Create(directory);
            if (PrivateDirectory.Problem(directory) is { } problem)
            {
                throw new IOException($"The directory of rollouts is not used: {problem}.");
            }

            var content = new RolloutFileContent { Rollouts = _image.Records, Evidence = _image.Evidence, Removed = _image.Removals };
            AtomicFile.Write(_path, [], content.ToBytes(), OpenTemp, _temp);
            var file = new FileInfo(_path);
            _seen = (file.LastWriteTimeUtc, file.Length);
        }
        catch
        {
            undo();
            throw;
        }
    }
}
