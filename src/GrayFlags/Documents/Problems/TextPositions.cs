using System.Text;
using System.Text.Json;

namespace GrayFlags.Documents.Problems;

/// <summary>Finds lines and columns of offsets in texts, once there is a problem to report.</summary>
internal static class TextPositions
{
    public static TextPosition Of(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return new(1 + before.Count('\n'), index - before.LastIndexOf('\n'));
    }

    /// <summary>The position of a byte that begins a character.</summary>
    public static TextPosition Of(ReadOnlySpan<byte> utf8, int offset)
    {
        var before = utf8[..offset];
        return new(1 + before.Count((byte)'\n'), 1 + Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]));
    }

    /// <summary>The position at which the parser gave up.</summary>
    public static TextPosition Of(ReadOnlySpan<byte> utf8, JsonException exception) => Of(utf8, OffsetOf(utf8, exception));

    /// <summary>The offset at which the parser gave up.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> utf8, JsonException exception)
    {
        var lineStart = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            lineStart += utf8[lineStart..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(lineStart + (exception.BytePositionInLine ?? 0), utf8.Length);
    }

    public static TextPosition OfInvalidUtf8(ReadOnlySpan<byte> utf8)
    {
        var rest = utf8;
        while (Rune.DecodeFromUtf8(rest, out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            rest = rest[consumed..];
        }

        return Of(utf8, utf8.Length - rest.Length);
    }
}
