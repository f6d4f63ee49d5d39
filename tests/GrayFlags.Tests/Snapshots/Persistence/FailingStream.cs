namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>A file that the disk has no room for: it is created, and fails later.</summary>
internal sealed class FailingStream(string path, FailingStream.Point point) : FileStream(path, FileMode.CreateNew)
{
    public const string Message = "No space left on device";

    internal enum Point
    {
        None,
        Write,
        Flush,
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (point == Point.Write && Position > 0)
        {
            throw new IOException(Message);
        }

        base.Write(buffer);
    }

    public override void Flush(bool flushToDisk)
    {
        if (point == Point.Flush && flushToDisk)
        {
            throw new IOException(Message);
        }

        base.Flush(flushToDisk);
    }
}
