namespace GrayFlags.Journals;

/// <summary>
/// Replaces a file atomically: writes a temporary file, flushes it to disk and renames it. A crash leaves either the old file or the new one.
/// </summary>
/// <remarks>
/// The directory itself is not flushed, because .NET has no call for it: after a power cut the old file may be back, as if the power had failed a
/// moment earlier.
/// </remarks>
internal static class AtomicFile
{
    public const string TempSuffix = ".tmp";

    /// <summary>Writes the file. The caller ensures that nobody else writes to the same path, or passes a unique temporary path.</summary>
    public static void Write(string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload, Func<string, FileStream> openTemp, string? tempPath = null)
    {
        // A fixed name, so that repeated crashes leave only one file. Created anew, so that a planted link is not followed and a leftover's mode is not kept.
        var temp = tempPath ?? path + TempSuffix;
        Aside.MoveDirectory(temp);
        File.Delete(temp);
        try
        {
            using (var stream = openTemp(temp))
            {
                stream.Write(head);
                stream.Write(payload);
                stream.Flush(flushToDisk: true);
            }

            Aside.MoveDirectory(path);
            File.Move(temp, path, overwrite: true);
        }
        catch
        {
            File.Delete(temp);
            throw;
        }
    }
}
