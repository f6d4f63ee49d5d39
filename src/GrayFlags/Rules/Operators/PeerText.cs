using System.Globalization;

namespace GrayFlags.Rules.Operators;

/// <summary>Reads the address of a peer as servers, proxies and databases write it: with a port, in brackets, or as an element of <c>Forwarded</c>.</summary>
/// <remarks>A list of hops is no address: which of them to believe is for the app to say. https://www.rfc-editor.org/rfc/rfc7239#section-6</remarks>
internal static class PeerText
{
    private const int MaxLength = 512;

    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        if (text.Length > MaxLength)
        {
            return false;
        }

        if (AddressText.TryParse(text, out address))
        {
            return true;
        }

        if (text.StartsWith("for=", StringComparison.OrdinalIgnoreCase))
        {
            // The parameters behind it, but no second hop.
            text = text["for=".Length..];
            var end = text.IndexOf(';');
            if (text.Contains(','))
            {
                return false;
            }

            text = end < 0 ? text : text[..end];
        }

        text = text is ['"', .. var quoted, '"'] ? quoted : text is ['/', .. var java] ? java : text;
        return text is ['[', ..] ? TryBrackets(text[1..], out address) : TryPlain(text, out address);
    }

    private static bool TryBrackets(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        var end = text.IndexOf(']');
        return end > 0 && (end == text.Length - 1 || IsPort(text[(end + 1)..])) && text[..end].Contains(':') && AddressText.TryParse(text[..end], out address);
    }

    // A port, or the prefix of a network of one address.
    private static bool TryPlain(ReadOnlySpan<char> text, out UInt128 address)
    {
        var isV6 = text.Count(':') > 1;
        var end = text.IndexOfAny(isV6 ? "/" : "/:");
        if (end >= 0 && (text[end] == '/' ? !text[(end + 1)..].SequenceEqual(isV6 ? "128" : "32") : !IsPort(text[end..])))
        {
            address = default;
            return false;
        }

        return AddressText.TryParse(end < 0 ? text : text[..end], out address);
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text is [':', .. var digits] && digits.Length is > 0 and <= 5 && digits.IndexOfAnyExceptInRange('0', '9') < 0
        && ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
