using System.Globalization;
using GrayFlags.Journals;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>Reads saved files. Follows no link and opens no pipe; throws when a file cannot be read at all.</summary>
internal static class SavedFileReader
{
    public static SavedRead Read(string path, string name, long maxBytes)
    {
        if (RegularFile.Open(path, out var problem) is not { } stream)
        {
            return new(null, problem);
        }

        using (stream)
        {
            var length = stream.Length;
            if (length - SavedFormat.MaxHeadBytes > maxBytes || length > Array.MaxLength)
            {
                throw TooLong(maxBytes);
            }

            var bytes = new byte[length];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var read = SavedFormat.Parse(name, bytes.AsMemory(0, count));
            return read.File?.Payload.Length > maxBytes ? throw TooLong(maxBytes) : read;
        }
    }

    /// <summary>Reads the header alone. Returns null with a problem for a file to set aside, and null without one when there is no file.</summary>
    public static SavedEntry? ReadEntry(string path, out string? problem)
    {
        using var stream = RegularFile.Open(path, out problem);
        if (stream is null)
        {
            return null;
        }

        var start = new byte[Math.Min(stream.Length, SavedFormat.MaxHeadBytes)];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var entry = SavedFormat.ParseHead(start.AsSpan(0, count), out problem);
        if (entry is null || SavedFileName.Of(entry.Name) == Path.GetFileName(path))
        {
            return entry;
        }

        problem = SavedFormat.OtherName;
        return null;
    }

    private static InvalidDataException TooLong(long maxBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"it is longer than the {maxBytes} bytes that are allowed"));
}
