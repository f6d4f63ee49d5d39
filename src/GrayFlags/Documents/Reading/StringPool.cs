using System.Buffers.Binary;
using System.Text;
using GrayFlags.Bucketing;

namespace GrayFlags.Documents.Reading;

/// <summary>
/// Gives short texts that a document repeats one string: the names of its rules, attributes and owners are few, and ten thousand flags name them.
/// </summary>
/// <remarks>A place for each hash, and the latest text has it: bounded, and nothing is lost but memory where two keep changing places.</remarks>
internal sealed class StringPool
{
    private const int MaxBytes = 32;
    private const int Places = 512;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>The text of some UTF-8 without escapes; null where it is too long to be looked for.</summary>
    public string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxBytes)
        {
            return null;
        }

        ref var place = ref _texts[Hash(utf8) % Places];
        if (place is { } text && text.Length == utf8.Length && Ascii.Equals(utf8, text))
        {
            return text;
        }

        return place = Encoding.UTF8.GetString(utf8);
    }

    // The ends: most names differ there, and those that do not are merely not shared.
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong ends = utf8.Length >= sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64LittleEndian(utf8) ^ (BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]) * GoldenRatio.Fraction)
            : utf8[0] | ((ulong)utf8[utf8.Length / 2] << 8) | ((ulong)utf8[^1] << 16);
        return (uint)(((ends + (ulong)utf8.Length) * GoldenRatio.Fraction) >> 40);
    }
}
