namespace GrayFlags.Providers.Files;

/// <summary>Reads a file whole, through one open handle, so that a swap meanwhile cannot mix two versions. Never throws because of the file system.</summary>
/// <remarks>Not thread-safe: the buffer is kept, so that polling a file that never changes allocates next to nothing.</remarks>
internal sealed class FileContent(string path, int maxBytes, FileRead? read = null)
{
    private readonly FileRead _read = read ?? RandomAccess.Read;
    private byte[] _buffer = [];

    public FileReading Read()
    {
        try
        {
            return FailureBeforeOpening() is var failure and not FileFailure.None ? new FileReading(failure) : ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileReading(FileFailure.Missing);
        }
        catch (UnauthorizedAccessException)
        {
            return new FileReading(FileFailure.Denied);
        }
        catch (NotSupportedException)
        {
            // It has no length, so it is no file: on Windows a pipe, or a device such as CON, is only known by this.
            return new FileReading(FileFailure.Empty);
        }
        catch (IOException exception)
        {
            return new FileReading(FileFailure.Failed, Detail: exception.Message);
        }
    }

    // The length is asked before opening, since opening a named pipe waits for its writer: pipes and devices have length 0. A link's own length is
    // that of its text, so the target's is asked. Whatever else is wrong, such as a parent without permission, the kernel says best when opening.
    private FileFailure FailureBeforeOpening()
    {
        if (FileTarget.Of(path) is not { } target)
        {
            return FileFailure.Loop;
        }

        if (Directory.Exists(target))
        {
            return FileFailure.Directory;
        }

        var file = new FileInfo(target);
        if (!file.Exists)
        {
            return FileFailure.None;
        }

        return file.Length == 0 ? FileFailure.Empty : file.Length > maxBytes ? FileFailure.TooLarge : FileFailure.None;
    }

    private FileReading ReadToEnd()
    {
        // Shared with everybody: a writer must never be told that the file is in use.
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = 0;
        Grow(RandomAccess.GetLength(handle) + 1);
        while (true)
        {
            var count = _read(handle, _buffer.AsSpan(length), length);
            length += count;
            if (length > maxBytes)
            {
                return new FileReading(FileFailure.TooLarge);
            }

            if (count == 0)
            {
                return length == 0 ? new FileReading(FileFailure.Empty) : new FileReading(FileFailure.None, _buffer.AsMemory(0, length));
            }

            if (length == _buffer.Length)
            {
                Grow(length * 2L);
            }
        }
    }

    // One byte more than allowed is enough to know that it is too much.
    private void Grow(long length)
    {
        var size = (int)Math.Min(length, Math.Min(maxBytes + 1L, Array.MaxLength));
        if (size > _buffer.Length)
        {
            Array.Resize(ref _buffer, size);
        }
    }
}
