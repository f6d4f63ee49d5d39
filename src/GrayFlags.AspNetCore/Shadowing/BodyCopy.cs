using System.Buffers;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>A copy of a body, up to a limit. A longer body discards the copy and frees its memory.</summary>
internal sealed class BodyCopy(int maxBytes)
{
    private ArrayBufferWriter<byte>? _bytes = new();

    /// <summary>True when the copy is complete; false when the body was too long, or was sent unseen.</summary>
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
