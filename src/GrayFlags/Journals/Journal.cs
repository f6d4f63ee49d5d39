using System.Text;
using System.Text.Json;

namespace GrayFlags.Journals;

/// <summary>
/// A key-value journal: an append-only file and a copy beside it. Damage to either of the two loses no entry and revives none. Thread-safe;
/// never throws.
/// </summary>
/// <remarks>
/// A change is on disk in both files when a call returns. Both files are compacted, one after the other, when they have grown to several times the size of
/// their entries, so the total
/// written stays in proportion to what was appended. Several processes may use one path: each takes a lock for the duration of a change, and first reads what
/// others have appended.
/// </remarks>
/// <param name="path">The file; its directory is created with the first change, accessible to the owner only.</param>
/// <param name="kind">The purpose of the journal, in ASCII without spaces; a journal of another kind is not used.</param>
internal sealed class Journal(string path, string kind)
{
    public const string CopySuffix = ".copy";
    public const string LockSuffix = ".lock";
    public const string EarlierSuffix = ".old";

    /// <summary>The size below which a file is not worth compacting.</summary>
    public const long MinCompactedBytes = 64 * 1024;

    /// <summary>The size limit for reading and writing a file.</summary>
    public const long MaxBytes = 256 * 1024 * 1024;

    // The growth that triggers compaction: at this factor, compaction writes at most a third of what was appended.
    private const int MaxGrowth = 4;

    // Marks that something was lost, as a line like any other, so that it survives restarts. No caller's key begins with it.
    private const string LostKey = "\0lost";

    private readonly object _gate = new();
    private JournalFile? _first;
    private JournalFile? _second;
    private JournalContent? _known;
    private string? _lineage;
    private long _compactedBytes;
    private bool _isFirstBehind;
    private bool _isSecondBehind;

    /// <summary>The path of the file; the copy has the same name with <see cref="CopySuffix"/>.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// Imports a file of an earlier format found in the journal's place: receives its bytes and the journal's content, and returns the records to
    /// append, or null when the file is not of that format. The file is kept with <see cref="EarlierSuffix"/>.
    /// </summary>
    public Func<byte[], JournalContent, IReadOnlyList<JournalRecord>?>? Earlier { get; init; }

    /// <summary>The longest wait for another process that holds the lock.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Opens a new file; tests simulate a full disk here, or count the bytes written.</summary>
    internal Func<string, FileStream> OpenTemp { get; init; } = temp => PrivateDirectory.Open(temp, FileMode.CreateNew);

    /// <summary>Opens a file for appending.</summary>
    internal Func<string, FileStream?> OpenEnd { get; init; } = file => RegularFile.Open(file, out _);

    private JournalFile First => _first ??= new JournalFile(Path, kind, MaxBytes, OpenTemp, OpenEnd);

    private JournalFile Second => _second ??= new JournalFile(Path + CopySuffix, kind, MaxBytes, OpenTemp, OpenEnd);

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Reads all entries and how reliable they are. Damaged files are set aside and rewritten where possible.</summary>
    public JournalContent Read()
    {
        lock (_gate)
        {
            try
            {
                if (PrivateDirectory.Problem(Folder) is { } problem)
                {
                    return Unreadable($"the directory is not used: {problem}");
                }

                if (_known is null && !Directory.Exists(Folder))
                {
                    return JournalContent.Empty;
                }

                if (IsKnown())
                {
                    return Shown(_known!);
                }

                using var held = HoldToRead();
                return Shown(Refresh(held is not null));
            }
            catch (Exception exception)
            {
                return Unreadable(exception.Message);
            }
        }
    }

    /// <summary>Appends records; the change is on disk when this returns.</summary>
    public JournalWrite Append(params IReadOnlyList<JournalRecord> records) => Update(_ => records);

    /// <summary>Appends records derived from the current content, with no other process in between.</summary>
    /// <param name="change">Returns the records to append, possibly none; called at most once.</param>
    public JournalWrite Update(Func<JournalContent, IReadOnlyList<JournalRecord>> change) => Change(content => change(Shown(content)));

    /// <summary>Accepts a possible loss: from now on, a key without an entry is new.</summary>
    public JournalWrite Accept() => Change(content => content.Entries.ContainsKey(LostKey) ? [JournalRecord.Removal(LostKey)] : []);

    private static JournalContent Shown(JournalContent content) =>
        content.Entries.TryGetValue(LostKey, out var mark) ? content with { Entries = content.Entries.Remove(LostKey), LostAt = mark.Sequence } : content;

    private JournalWrite Change(Func<JournalContent, IReadOnlyList<JournalRecord>> change)
    {
        lock (_gate)
        {
            try
            {
                if (PrivateDirectory.Problem(Folder) is { } problem)
                {
                    return new JournalWrite(0, $"the directory is not used: {problem}");
                }

                PrivateDirectory.Create(Folder);
                using var held = Hold();
                if (held is null)
                {
                    return new JournalWrite(0, "another process is writing to it");
                }

                var content = IsKnown() ? _known! : Refresh(isHeld: true);
                return content.Damage == JournalDamage.Unreadable ? new JournalWrite(0, content.Problem) : AppendNeedsLock(content, change(content));
            }
            catch (Exception exception)
            {
                return new JournalWrite(0, exception.Message);
            }
        }
    }

    private JournalWrite AppendNeedsLock(JournalContent content, IReadOnlyList<JournalRecord> records)
    {
        if (records.Count == 0)
        {
            return new JournalWrite(content.Last + 1, null);
        }

        using var lines = new MemoryStream();
        var entries = content.Entries.ToBuilder();
        var (last, compactedBytes) = (content.Last, _compactedBytes);
        foreach (var record in records)
        {
            var line = JournalFormat.Line(kind, ++last, record.Key, record.Payload);
            lines.Write(line);
            compactedBytes -= entries.TryGetValue(record.Key, out var before) ? SizeOf(record.Key, before) : 0;
            if (record.Payload is { } payload)
            {
                entries[record.Key] = new JournalEntry(last, payload.ToArray());
                compactedBytes += line.Length;
            }
            else
            {
                entries.Remove(record.Key);
            }
        }

        if (_isFirstBehind || _isSecondBehind || Math.Max(First.Length, Second.Length) + lines.Length > MaxBytes)
        {
            Rewrite(content, isForced: !_isFirstBehind && !_isSecondBehind);
            if (First.Length + lines.Length > MaxBytes)
            {
                throw new IOException($"it would be longer than the {MaxBytes} bytes that are allowed");
            }
        }

        Write(lines.ToArray());
        _known = content with { Entries = entries.ToImmutable(), Last = last, Lineage = _lineage };
        _known = entries.ContainsKey(LostKey) ? _known : _known with { Damage = JournalDamage.None, Problem = null };
        _compactedBytes = compactedBytes;
        CompactWhereDue();
        return new JournalWrite(content.Last + 1, null);
    }

    private void Write(byte[] lines)
    {
        First.Append(lines);
        try
        {
            Second.Append(lines);
        }
        catch
        {
            First.TakeBack(lines.Length);
            throw;
        }
    }

    // The appended records are kept even if this fails.
    private void CompactWhereDue()
    {
        if (Math.Max(First.Length, Second.Length) <= Math.Max(MinCompactedBytes, MaxGrowth * _compactedBytes))
        {
            return;
        }

        try
        {
            Rewrite(_known!, isForced: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            (_isFirstBehind, _isSecondBehind) = (true, true);
        }
    }

    private bool IsKnown() => _known is not null && First.IsUnchanged() && Second.IsUnchanged();

    private JournalContent Refresh(bool isHeld)
    {
        // The copy first: a reader without the lock would otherwise find it ahead of the journal by the records being appended.
        var second = Second.Read();
        var first = First.Read();
        var content = JournalUnion.Join(first, second, _known);
        if (content.Damage != JournalDamage.Unreadable && TakeOver(content, first, second, isHeld) is { } taken)
        {
            content = taken;
            (second, first) = isHeld ? (Second.Read(), First.Read()) : (second, first);
        }

        if (content.Damage == JournalDamage.Unreadable)
        {
            return content;
        }

        if (content.Damage == JournalDamage.Lost && !isHeld)
        {
            // It cannot be marked here, so the next read finds it again.
            return content with { LostAt = content.Last + 1 };
        }

        _lineage = content.Lineage ?? _lineage;
        var verdict = Marked(content);
        (_isFirstBehind, _isSecondBehind) = (JournalUnion.IsBehind(first, verdict), JournalUnion.IsBehind(second, verdict));
        _compactedBytes = verdict.Entries.Sum(entry => SizeOf(entry.Key, entry.Value));
        _known = verdict;

        // Covers records that an unfinished append left in one file only: a reader relies on them from now on.
        if (isHeld && (_isFirstBehind || _isSecondBehind) && verdict.Last > 0)
        {
            Mend(verdict, first, second);
        }

        return verdict;
    }

    // Lost records may be missing forever: only somebody who knows what they were can tell that they are not needed.
    private static JournalContent Marked(JournalContent content)
    {
        if (content.Damage == JournalDamage.Lost)
        {
            var problem = Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(content.Problem ?? "")}\"");
            return content with { Entries = content.Entries.SetItem(LostKey, new JournalEntry(content.Last + 1, problem)), Last = content.Last + 1 };
        }

        return content.Entries.TryGetValue(LostKey, out var mark)
            ? content with { Damage = JournalDamage.Lost, Problem = TextOf(mark) }
            : content;
    }

    private static string? TextOf(JournalEntry mark)
    {
        var reader = new Utf8JsonReader(mark.Payload.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    // One file after the other: until the first is complete, the second is still needed.
    private void Mend(JournalContent content, JournalImage first, JournalImage second)
    {
        try
        {
            SetAside(First, first, _isFirstBehind);
            ReplaceFirst(content);
            SetAside(Second, second, _isSecondBehind);
            ReplaceSecond(content);
            content = content with { Lineage = _lineage };
            _known = content.Damage == JournalDamage.Mended ? content with { Damage = JournalDamage.None, Problem = null } : content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The readable entries are still used, and the next change tries again.
            _isFirstBehind = _isSecondBehind = true;
        }
    }

    private static void SetAside(JournalFile file, JournalImage image, bool isBehind)
    {
        if (isBehind && !image.IsMissing && image.Problem is not null)
        {
            file.SetAside();
        }
    }

    private void Rewrite(JournalContent content, bool isForced)
    {
        if (_isFirstBehind || isForced)
        {
            ReplaceFirst(content);
        }

        if (_isSecondBehind || isForced)
        {
            ReplaceSecond(content);
        }
    }

    private void ReplaceFirst(JournalContent content)
    {
        Replace(First, content);
        _isFirstBehind = false;
    }

    private void ReplaceSecond(JournalContent content)
    {
        Replace(Second, content);
        _isSecondBehind = false;
    }

    private void Replace(JournalFile file, JournalContent content)
    {
        using var lines = new MemoryStream();
        foreach (var (key, entry) in content.Entries.OrderBy(entry => entry.Value.Sequence))
        {
            lines.Write(JournalFormat.Line(kind, entry.Sequence, key, entry.Payload));
        }

        _lineage ??= Guid.NewGuid().ToString("N");
        file.Replace(JournalFormat.Header(kind, content.Last, content.Entries.Count, _lineage), lines.GetBuffer().AsSpan(0, (int)lines.Length));
    }

    // Kept under another name before anything replaces it, so that a process that dies in between repeats the step. Applies beside a copy, too, and while this
    // process runs: a deployment that is reverted to an earlier build writes such a file over the journal, and that build's decisions must not be lost.
    private JournalContent? TakeOver(JournalContent content, JournalImage first, JournalImage second, bool isHeld)
    {
        var mayBeEarlier = first.Header is null && first.Problem is not null;
        var held = _known is null && second.IsMissing ? JournalContent.Empty : content;
        if (!mayBeEarlier || First.ReadRaw() is not { } bytes || Earlier?.Invoke(bytes, held) is not { } records)
        {
            return null;
        }

        held = held.With(records);
        held = held.Damage == JournalDamage.Mended ? held with { Damage = JournalDamage.None, Problem = null } : held;
        if (isHeld)
        {
            AtomicFile.Write(Path + EarlierSuffix, bytes, [], OpenTemp);
            _lineage = held.Lineage ?? _lineage;
            ReplaceFirst(held);
            SetAside(Second, second, isBehind: true);
            ReplaceSecond(held);
        }

        return held;
    }

    private long SizeOf(string key, JournalEntry entry) => JournalFormat.Line(kind, entry.Sequence, key, entry.Payload).Length;

    private IDisposable? Hold()
    {
        IDisposable? held = null;
        SpinWait.SpinUntil(() => (held = FolderLock.TryTakeFile(Path + LockSuffix)) is not null, Patience);
        return held;
    }

    // A reader needs no permission to write, not even for the lock.
    private IDisposable? HoldToRead()
    {
        try
        {
            return Directory.Exists(Folder) ? Hold() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private JournalContent Unreadable(string problem) =>
        (_known is null ? JournalContent.Empty : Shown(_known)) with { Damage = JournalDamage.Unreadable, Problem = problem };
}
