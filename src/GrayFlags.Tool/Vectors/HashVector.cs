using System.Globalization;
using System.Text;
using GrayFlags.Bucketing;

namespace GrayFlags.Tool.Vectors;

/// <summary>Both halves of the hash of a text, as 16 hexadecimal digits each.</summary>
internal sealed record HashVector(string Text, string Utf8, string H1, string H2)
{
    public static HashVector Of(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var h1 = MurmurHash3.X64_128(utf8, out var h2);
        return new(text, System.Convert.ToHexString(utf8).ToLowerInvariant(), Hex(h1), Hex(h2));
    }

    private static string Hex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);
}
