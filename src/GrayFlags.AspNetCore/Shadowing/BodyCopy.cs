using System.Buffers;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>A body as it goes by, up to a length. What goes beyond is no copy, and gives up its memory.</summary>
internal sealed class BodyCopy(int maxBytes)
{
    private ArrayBufferWriter<byte>? _bytes = new();

    /// <summary>False: it was too long, or went by unseen.</summary>
    public bool IsWhole => _bytes is not null;

    public ReadOnlyMemory<byte> Bytes => _bytes?.WrittenMemory ?? default;

    public void Add(ReadOnlySpan<byte> part)
    {
        if (_bytes is null)
        {
            return;
        }

        if (part.Length > maxBytes - _bytes.WrittenCount)
        {
            GiveUp();
            return;
        }

        _bytes.Write(part);
    }

    public void GiveUp() => _bytes = null;
}
