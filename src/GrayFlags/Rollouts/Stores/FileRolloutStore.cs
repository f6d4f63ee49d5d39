using GrayFlags.Journals;
using GrayFlags.Rollouts.Stores;

namespace GrayFlags;

/// <summary>Stores rollouts in a file and a copy beside it, so that a rollback survives the process, and damage to one of the files. Thread-safe.</summary>
/// <remarks>
/// Each change is one line in both files, on disk when the call completes. Two processes can share one file: each reads the other's changes before it writes,
/// and of two records of one rollout the more severe wins. When something may be missing from both files, every read fails until an operator accepts the loss.
/// A fleet needs a store of its own.
/// </remarks>
public sealed class FileRolloutStore : IRolloutStore, IRolloutLosses
{
    private readonly object _gate = new();
    private readonly RolloutImage _image;

    // The lines, by key, by which the image is ahead of the journal.
    private readonly Dictionary<string, JournalRecord> _unwritten = new(StringComparer.Ordinal);

    // Keys of lines that are intact but not understood: they are of a newer version of this library.
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private Journal? _journal;
    private JournalContent _content = JournalContent.Empty;
    private long _seen;
    private volatile string? _mended;
    private bool _isTaking;

    /// <summary>Creates a store in a file.</summary>
    /// <param name="path">
    /// The file; a relative path starts at the working directory. It need not exist; its directory is created, with access for the owner only. Files beside it
    /// have the same name with a suffix: a copy (<c>.copy</c>), a lock (<c>.lock</c>), damaged files that were set aside (<c>.bad</c>), and the file of an
    /// earlier version (<c>.old</c>).
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public FileRolloutStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        Path = System.IO.Path.GetFullPath(path);
        _image = new RolloutImage { Changed = Note };
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a temporary file; a test simulates a full disk here.</summary>
    internal Func<string, FileStream> OpenTemp { get; init; } = path => PrivateDirectory.Open(path, FileMode.CreateNew);

    /// <summary>Opens a file for appending.</summary>
    internal Func<string, FileStream?> OpenEnd { get; init; } = path => RegularFile.Open(path, out _);

    /// <inheritdoc/>
    string? IRolloutLosses.Mended => _mended;

    private Journal Journal => _journal ??= new Journal(Path, RolloutLines.Kind) { Earlier = EarlierRollouts.TakeOver, OpenTemp = OpenTemp, OpenEnd = OpenEnd };

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// Records may be missing from both files. Damaged files are set aside with the suffix <c>.bad</c>; every read fails until
    /// <see cref="IGrayRollouts.AcceptLossAsync"/>.
    /// </exception>
    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) => Locked(() =>
    {
        Refresh();
        WriteWhatIsUnwritten();
        var problem = _content.Damage == JournalDamage.Lost ? _content.Problem
            : _unknown.Count > 0 ? "lines of a newer version of this library are not understood"
            : null;
        return problem is null ? _image.Records : throw new DamagedRollouts([.. _image.Records.Select(Doubted)], []).ToException(problem);
    });

    /// <inheritdoc/>
    public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);

        return Locked(() =>
        {
            var key = RolloutLines.KeyOf(record);
            var (before, unwritten) = (default(RolloutRecord), default(JournalRecord));
            try
            {
                return Change(() =>
                {
                    (before, unwritten) = (_image.Find(record), _unwritten.GetValueOrDefault(key));
                    return _image.Write(record);
                });
            }
            catch
            {
                Undo(record, before, key, unwritten);
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);

        return Locked(() => Change(() =>
        {
            _image.Add(evidence);
            return true;
        }));
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

        return Locked(() => Change(() =>
        {
            _image.Add(removals);
            return true;
        }));
    }

    /// <inheritdoc/>
    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => Locked(() =>
    {
        Refresh();
        return _image.Since(cursor);
    });

    /// <inheritdoc/>
    Task IRolloutLosses.AcceptLossAsync(CancellationToken cancellationToken) => Locked(() =>
    {
        // First the records that may be out of date, then the acceptance itself: a process that dies in between has accepted nothing.
        Change(() =>
        {
            foreach (var record in _image.Records)
            {
                var doubted = Doubted(record);
                if (!ReferenceEquals(record, doubted))
                {
                    _image.Restore(record, doubted);
                    Note(RolloutLines.Of(doubted));
                }
            }

            foreach (var key in _unknown)
            {
                Note(JournalRecord.Removal(key));
            }

            return true;
        });
        _unknown.Clear();
        Check(Journal.Accept().Problem);
        Refresh();
        return true;
    });

    // File access is quick enough not to need a thread of its own; failures are in the task, as with any other store.
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

    private static void Check(string? problem)
    {
        if (problem is not null)
        {
            throw new IOException($"The file of rollouts cannot be used: {problem}.");
        }
    }

    private void Refresh()
    {
        var content = Journal.Read();
        Check(content.Damage == JournalDamage.Unreadable ? content.Problem : null);
        Take(content);
    }

    private T Change<T>(Func<T> change)
    {
        T? result = default;
        var count = 0;
        var write = Journal.Update(content =>
        {
            Take(content);
            result = change();
            count = _unwritten.Count;
            return [.. _unwritten.Values];
        });
        Check(write.Problem);
        _unwritten.Clear();
        _seen = write.First + count - 1;
        return result!;
    }

    // A process that only reads need not be able to write.
    private void WriteWhatIsUnwritten()
    {
        try
        {
            if (_unwritten.Count > 0)
            {
                Change(static () => true);
            }
        }
        catch (IOException)
        {
            // Retried with the next change, which then fails if this does.
        }
    }

    private void Take(JournalContent content)
    {
        _content = content;
        _mended = content.Damage == JournalDamage.Mended ? content.Problem : _mended;
        if (content.Last == _seen)
        {
            return;
        }

        _isTaking = true;
        try
        {
            foreach (var (key, entry) in content.Entries.Where(entry => entry.Value.Sequence > _seen).OrderBy(entry => entry.Value.Sequence))
            {
                Take(key, RolloutLines.Read(key, entry.Payload.Span));
            }

            _seen = content.Last;
        }
        finally
        {
            _isTaking = false;
        }
    }

    private void Take(string key, object? read)
    {
        switch (read)
        {
            case RolloutRecord record when _image.Merge(record):
                _unwritten[key] = RolloutLines.Of(_image.Find(record)!);
                break;
            case RolloutRecord:
                break;
            case RolloutEvidence evidence:
                _image.Add([evidence]);
                break;
            case RolloutRemoval removal:
                _image.Add([removal]);
                break;
            default:
                _unknown.Add(key);
                break;
        }
    }

    // The journal also drops what the image forgets; entries that have just been read from it need not be written.
    private void Note(JournalRecord record)
    {
        if (!_isTaking || record.Payload is null)
        {
            _unwritten[record.Key] = record;
        }
    }

    // A record that was written before the loss may be out of date.
    private RolloutRecord Doubted(RolloutRecord record) =>
        _content.LostAt is { } lostAt && _content.Entries.TryGetValue(RolloutLines.KeyOf(record), out var entry) && entry.Sequence < lostAt
            ? record with { WaitReason = RolloutWaitReason.Lost }
            : record;

    private void Undo(RolloutRecord record, RolloutRecord? before, string key, JournalRecord? unwritten)
    {
        if (!ReferenceEquals(_image.Find(record), before))
        {
            _image.Restore(record, before);
        }

        _unwritten.Remove(key);
        if (unwritten is not null)
        {
            _unwritten[key] = unwritten;
        }
    }
}
