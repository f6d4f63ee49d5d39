using System.Diagnostics.CodeAnalysis;
using GrayFlags.Journals;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>Named payloads in a private directory, each replaced atomically. Thread-safe; never throws.</summary>
/// <remarks>
/// Every call checks the directory again: an unsafe one is left alone, and a repaired one is used without a restart.
/// </remarks>
internal sealed class StateFolder
{
    private const int MaxListed = 1_000;
    private const int MaxSetAside = 10;

    private readonly object _gate = new();
    private readonly string _directory;

    public StateFolder(string directory, ILogger logger)
    {
        _directory = FullPath(directory);
        Failures = new SavedFailureLog(logger, _directory);
        Sweep();
    }

    public SavedFailureLog Failures { get; }

    /// <summary>Opens the temporary file; tests simulate a full disk here.</summary>
    internal Func<string, FileStream> OpenTemp { get; init; } = path => PrivateDirectory.Open(path, FileMode.CreateNew);

    /// <summary>Saves a payload. Returns false when that fails, or when another process is saving; the previous payload then stays.</summary>
    public bool TryWrite(string name, SavedHeader header, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            using var held = Hold();
            if (held is null)
            {
                return false;
            }

            try
            {
                AtomicFile.Write(PathOf(name), SavedFormat.Head(name, header, payload), payload, OpenTemp);
                Failures.Succeeded(SavedFailure.Write);
                return true;
            }
            catch (Exception exception)
            {
                Failures.Failed(SavedFailure.Write, name, exception.Message);
                return false;
            }
        }
    }

    /// <summary>Reads a payload. Returns false when there is none; a damaged one is set aside.</summary>
    /// <param name="name">The name of the payload.</param>
    /// <param name="maxBytes">The size limit; a longer payload is not read, and stays where it is.</param>
    /// <param name="file">The payload and its metadata.</param>
    public bool TryRead(string name, long maxBytes, [NotNullWhen(true)] out SavedFile? file) => TryRead(name, maxBytes, out file, out _);

    /// <summary>True when a payload is saved under the name, readable or not.</summary>
    public bool IsThere(string name) => Path.Exists(PathOf(name));

    /// <summary>True when a damaged file of the name was set aside.</summary>
    public bool IsSetAside(string name) => Path.Exists(PathOf(name) + SavedFileName.BadSuffix);

    /// <summary>Reads a payload, and distinguishes an absent from an unreadable one.</summary>
    /// <param name="name">The name of the payload.</param>
    /// <param name="maxBytes">The size limit; a longer payload is not read, and stays where it is.</param>
    /// <param name="file">The payload and its metadata.</param>
    /// <param name="problem">The reason why an existing payload cannot be read; null when it was read or does not exist.</param>
    public bool TryRead(string name, long maxBytes, [NotNullWhen(true)] out SavedFile? file, out string? problem)
    {
        (file, problem) = (null, null);
        try
        {
            var path = PathOf(name);
            if (!IsSafe())
            {
                problem = Path.Exists(path) ? "the directory is not safe" : null;
                return false;
            }

            var read = SavedFileReader.Read(path, name, maxBytes);
            problem = read.Problem;
            if (problem is not null)
            {
                read = SetAside(path, name, problem, () => SavedFileReader.Read(path, name, maxBytes));
                problem = read.File is null ? problem : null;
            }

            file = read.File;
            if (file is not null)
            {
                Failures.Succeeded(SavedFailure.Read);
                Failures.Succeeded(SavedFailure.Damaged);
            }
        }
        catch (Exception exception)
        {
            problem = exception.Message;
            Failures.Failed(SavedFailure.Read, name, exception.Message);
        }

        return file is not null;
    }

    /// <summary>Deletes a payload and the file set aside for it. Returns false when that fails.</summary>
    public bool Delete(string name)
    {
        lock (_gate)
        {
            using var held = Hold();
            if (held is null)
            {
                return false;
            }

            try
            {
                var path = PathOf(name);
                Aside.MoveDirectory(path);
                File.Delete(path);
                File.Delete(Aside.PlaceOf(path));
                Failures.Succeeded(SavedFailure.Delete);
                return true;
            }
            catch (Exception exception)
            {
                Failures.Failed(SavedFailure.Delete, name, exception.Message);
                return false;
            }
        }
    }

    /// <summary>Lists the payloads whose names have a prefix, oldest first. They are verified only when read.</summary>
    public IReadOnlyList<SavedEntry> List(string prefix)
    {
        var entries = new List<SavedEntry>();
        try
        {
            if (IsSafe())
            {
                entries.AddRange(Files("").Take(MaxListed).Select(ReadEntry).OfType<SavedEntry>());
            }
        }
        catch (Exception exception)
        {
            Failures.Failed(SavedFailure.Read, prefix, exception.Message);
        }

        return [.. entries
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(entry => entry.Header.SavedAt)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    private static string FullPath(string directory)
    {
        try
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        }
        catch (Exception)
        {
            // An invalid path: each use of it fails, and the failure is reported then.
            return directory;
        }
    }

    private SavedEntry? ReadEntry(string path)
    {
        try
        {
            var entry = SavedFileReader.ReadEntry(path, out var problem);
            if (problem is not null)
            {
                SetAside(path, Path.GetFileName(path), problem, () =>
                {
                    entry = SavedFileReader.ReadEntry(path, out var again);
                    return new(null, again);
                });
            }

            return entry;
        }
        catch (Exception exception)
        {
            Failures.Failed(SavedFailure.Read, Path.GetFileName(path), exception.Message);
            return null;
        }
    }

    // Checks again under the lock: another process may have replaced it by a good one.
    private SavedRead SetAside(string path, string name, string problem, Func<SavedRead> readAgain)
    {
        lock (_gate)
        {
            using var held = Hold();
            if (held is null)
            {
                Failures.Failed(SavedFailure.Read, name, problem);
                return default;
            }

            var read = readAgain();
            if (read.Problem is not null)
            {
                Aside.Move(path);
                Failures.Failed(SavedFailure.Damaged, name, read.Problem);
            }

            return read;
        }
    }

    // Removes leftovers of a process that died while saving, and all but the latest of the unknown files that were set aside.
    private void Sweep()
    {
        using var held = Hold();
        if (held is null)
        {
            return;
        }

        try
        {
            var old = Files(SavedFileName.BadSuffix).OrderByDescending(File.GetLastWriteTimeUtc).Skip(MaxSetAside);
            foreach (var path in Files(AtomicFile.TempSuffix).Concat(old))
            {
                File.Delete(path);
            }
        }
        catch (Exception exception)
        {
            Failures.Failed(SavedFailure.Delete, AtomicFile.TempSuffix, exception.Message);
        }
    }

    private bool IsSafe()
    {
        if (PrivateDirectory.Problem(_directory) is not { } problem)
        {
            return true;
        }

        Failures.Failed(SavedFailure.Folder, "", problem);
        return false;
    }

    // Null when the directory must not be changed, which is reported.
    private IDisposable? Hold()
    {
        try
        {
            if (!IsSafe())
            {
                return null;
            }

            PrivateDirectory.Create(_directory);
            var held = FolderLock.TryTake(_directory);
            Failures.Succeeded(SavedFailure.Folder);
            if (held is null)
            {
                Failures.Failed(SavedFailure.Busy, "", "");
            }
            else
            {
                Failures.Succeeded(SavedFailure.Busy);
            }

            return held;
        }
        catch (Exception exception)
        {
            Failures.Failed(SavedFailure.Folder, "", exception.Message);
            return null;
        }
    }

    private string[] Files(string suffix) =>
        Directory.Exists(_directory) ? Directory.GetFiles(_directory, "*" + SavedFileName.Extension + suffix) : [];

    private string PathOf(string name) => Path.Combine(_directory, SavedFileName.Of(name));
}
