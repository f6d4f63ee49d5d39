namespace GrayFlags.Journals;

/// <summary>Writes a file so that it is the old one or the new one, whenever the process dies: to a temporary file, flushed to the disk, renamed.</summary>
/// <remarks>
/// The directory itself is not flushed, for which .NET has no call: after a power cut the old file may be back, which is as good as a cut one moment
/// earlier.
/// </remarks>
internal static class AtomicFile
{
    public const string TempSuffix = ".tmp";

    /// <summary>The caller makes sure that nobody else writes to the same path, or gives a temporary path of its own.</summary>
    public static void Write(string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload, Func<string, FileStream> openTemp, string? tempPath = null)
    {
        // Fixed, so that a process that dies again and again leaves one. Made anew: a planted link is not followed, a leftover's mode not kept.
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
