namespace GrayFlags.Tests.Journals;

/// <summary>A file that tells how much is written to it.</summary>
internal sealed class CountingStream(string path, FileMode mode, Action<int> count)
    : FileStream(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        count(buffer.Length);
        base.Write(buffer);
    }
}
