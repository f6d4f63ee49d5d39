using System.Globalization;
using System.Security.Cryptography;
using GrayFlags.Journals;
using GrayFlags.Rollouts.Stores;

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

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly RolloutImage _image = new();
    private readonly string _path;
    private readonly string _temp;
    private (DateTime WrittenAt, long Length) _seen;
    private byte[] _hash = [];
    private bool _isAhead;
    private bool _isTidy;

    /// <summary>Creates a store of a file.</summary>
    /// <param name="path">The file; a relative path starts at the working directory. It need not exist; its directory is created, for the owner only.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public FileRolloutStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        _path = System.IO.Path.GetFullPath(path);

        // Of this store alone: two containers have processes of one number, and one process may have two stores of one file.
        _temp = string.Create(CultureInfo.InvariantCulture, $"{_path}.{Guid.NewGuid():N}{TempSuffix}");
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
        WriteWhatWasLost();
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
        Tidy();
        var file = new FileInfo(_path);
        if (!file.Exists)
        {
            _seen = default;
            _isAhead = _image.Records.Count > 0;
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

        var bytes = file.Length > MaxBytes ? [] : File.ReadAllBytes(_path);
        var hash = SHA256.HashData(bytes);
        if (!hash.AsSpan().SequenceEqual(_hash))
        {
            Take(bytes);
            _hash = hash;
        }

        // Clocks of files stand still for some milliseconds: of a file that is that new, another may have the same time and length.
        _seen = TimeProvider.System.GetUtcNow() - file.LastWriteTimeUtc > Settled ? now : default;
    }

    // Another process has written over what this one had, or the file is gone. Who only reads need not be able to write.
    private void WriteWhatWasLost()
    {
        try
        {
            if (_isAhead)
            {
                SaveOr(static () => { });
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _isAhead = true;
        }
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
            _isAhead |= _image.Merge(record);
        }

        _isAhead |= _image.Records.Count > content.Rollouts.Count || _image.Removals.Count > content.Removed.Count;
        _image.Add(content.Evidence);
        _image.Add(content.Removed);
    }

    // What processes left that were killed while they wrote. One that is writing now is younger.
    private void Tidy()
    {
        if (_isTidy)
        {
            return;
        }

        _isTidy = true;
        var directory = new DirectoryInfo(System.IO.Path.GetDirectoryName(_path)!);
        if (!directory.Exists)
        {
            return;
        }

        foreach (var left in directory.EnumerateFiles(System.IO.Path.GetFileName(_path) + ".*" + TempSuffix).Where(left => TimeProvider.System.GetUtcNow() - left.LastWriteTimeUtc > Abandoned))
        {
            try
            {
                left.Delete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Litter does no harm; whoever may delete it will.
            }
        }
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
            var (head, body) = content.ToBytes();
            AtomicFile.Write(_path, head, body, OpenTemp, _temp);

            // Looked at again all the same: another process may have written since.
            _hash = SHA256.HashData([.. head, .. body]);
            _seen = default;
            _isAhead = false;
        }
        catch
        {
            undo();
            throw;
        }
    }
}
