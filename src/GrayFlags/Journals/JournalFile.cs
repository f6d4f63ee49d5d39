namespace GrayFlags.Journals;

/// <summary>One of a journal's two files. Not thread-safe; what changes it needs the journal's lock.</summary>
/// <param name="path">The file.</param>
/// <param name="kind">The purpose of the journal.</param>
/// <param name="maxBytes">The size limit; a longer file is not read.</param>
/// <param name="openTemp">Opens a new file.</param>
/// <param name="openEnd">Opens the file for appending; returns null when it does not exist.</param>
internal sealed class JournalFile(string path, string kind, long maxBytes, Func<string, FileStream> openTemp, Func<string, FileStream?> openEnd)
{
    // From the last read or write; if another process has written since, one of them differs.
    private byte[] _header = [];

    public string Path => path;

    /// <summary>The length of the file at the last read or write.</summary>
    public long Length { get; private set; }

    /// <summary>True when the file has not changed since the last read or write.</summary>
    public bool IsUnchanged()
    {
        try
        {
            using var stream = RegularFile.Open(path, out var problem);
            if (stream is null)
            {
                return problem is null && Length == 0 && !Exists(path);
            }

            var header = new byte[_header.Length];
            var count = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            return count > 0 && stream.Length == Length && header.AsSpan(0, count).SequenceEqual(_header);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public JournalImage Read()
    {
        Forget();
        try
        {
            using var stream = RegularFile.Open(path, out var problem);
            if (stream is null)
            {
                return problem is not null ? JournalImage.Bad(problem) : Exists(path) ? JournalImage.Denied("it cannot be opened") : JournalImage.Missing();
            }

            if (stream.Length > maxBytes)
            {
                return JournalImage.Bad($"it is longer than the {maxBytes} bytes that are allowed");
            }

            var bytes = new byte[stream.Length];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var image = JournalImage.Parse(kind, bytes.AsSpan(0, count));
            (_header, Length) = (bytes[..image.HeaderLength], count);
            return image;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return JournalImage.Missing();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return JournalImage.Denied(exception.Message);
        }
    }

    /// <summary>The bytes of any regular file at the path, or null when it cannot be read.</summary>
    public byte[]? ReadRaw()
    {
        using var stream = RegularFile.Open(path, out _);
        if (stream is null || stream.Length > maxBytes)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Appends bytes; restores the file when that fails.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        using var stream = openEnd(path) ?? throw new IOException($"'{path}' has gone.");
        if (stream.Length != Length)
        {
            throw new IOException($"'{path}' was changed by another process.");
        }

        try
        {
            stream.Position = Length;
            stream.Write(lines);
            stream.Flush(flushToDisk: true);
            Length += lines.Length;
        }
        catch
        {
            Cut(stream, Length);
            throw;
        }
    }

    /// <summary>Reverts the last append, because the other file did not take it.</summary>
    public void TakeBack(int count)
    {
        using var stream = openEnd(path);
        if (stream is not null && stream.Length == Length)
        {
            Length -= count;
            Cut(stream, Length);
        }
    }

    /// <summary>Replaces the file atomically.</summary>
    public void Replace(byte[] header, ReadOnlySpan<byte> lines)
    {
        Forget();
        AtomicFile.Write(path, header, lines, openTemp);
        (_header, Length) = (header, header.Length + lines.Length);
    }

    /// <summary>
    /// Keeps the current file under another name, the latest only. A regular file also stays in place: its readable lines are needed until it is replaced.
    /// </summary>
    public void SetAside()
    {
        if (ReadRaw() is { } bytes)
        {
            AtomicFile.Write(Aside.PlaceOf(path), bytes, [], openTemp);
        }
        else
        {
            Aside.Move(path);
        }
    }

    // File.Exists returns false for a dangling link and for a directory that may not be searched.
    private static bool Exists(string path) => new FileInfo(path) is { } file && (file.Exists || file.LinkTarget is not null || Directory.Exists(path));

    private static void Cut(FileStream stream, long length)
    {
        try
        {
            stream.SetLength(length);
        }
        catch (IOException)
        {
            // The next read, which the failure leads to, finds it.
        }
    }

    private void Forget() => (_header, Length) = ([], 0);
}
