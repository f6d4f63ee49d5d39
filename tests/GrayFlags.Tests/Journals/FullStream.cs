using GrayFlags.Tests.Snapshots.Persistence;

namespace GrayFlags.Tests.Journals;

/// <summary>A file on a disk that takes half of what is appended.</summary>
internal sealed class FullStream(string path) : FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        base.Write(buffer[..(buffer.Length / 2)]);
        throw new IOException(FailingStream.Message);
    }
}
