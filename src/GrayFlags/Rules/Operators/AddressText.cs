using System.Globalization;

namespace GrayFlags.Rules.Operators;

/// <summary>Reads IP addresses and networks from their text; an IPv4 address as the IPv6 address ::ffff:a.b.c.d that it is mapped to.</summary>
/// <remarks>
/// By hand, since IPAddress is an object. Text as in RFC 4291, section 2.2; IPv4 in four decimal parts without leading zeros, which some read as octal.
/// </remarks>
internal static class AddressText
{
    // ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255; a zone may follow.
    private const int MaxLength = 45 + 64;
    private const int Bits = 128;
    private const int MappedBits = 96;
    private const int Groups = 8;

    private static readonly UInt128 Mapped = new(0, 0xFFFF_0000_0000);
    private static readonly UInt128 LastMapped = new(0, 0xFFFF_FFFF_FFFF);

    /// <summary>An address; the zone of an IPv6 address, as in fe80::1%3, is passed over.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        if (text.Length > MaxLength)
        {
            return false;
        }

        if (!text.Contains(':'))
        {
            return TryParseV4(text, out address);
        }

        var zone = text.IndexOf('%');
        return TryParseV6(zone < 0 ? text : text[..zone], out address);
    }

    /// <summary>A network such as 10.0.0.0/8, or one address. Bits beyond the prefix are ignored.</summary>
    public static bool TryParseNetwork(ReadOnlySpan<char> text, out UInt128 first, out UInt128 last)
    {
        last = default;
        var slash = text.IndexOf('/');
        var address = slash < 0 ? text : text[..slash];
        if (!TryParse(address, out first) || address.Contains('%'))
        {
            return false;
        }

        var outer = address.Contains(':') ? 0 : MappedBits;
        var prefix = Bits - outer;
        if (slash >= 0 && (!TryNumber(text[(slash + 1)..], out prefix) || prefix > Bits - outer))
        {
            return false;
        }

        // Shifting by all bits would shift by none.
        var host = outer + prefix == 0 ? UInt128.MaxValue : (UInt128.One << (Bits - outer - prefix)) - 1;
        first &= ~host;
        last = first | host;
        return true;
    }

    /// <summary>The parts of a range of IPv6 addresses that are left without the mapped ones, unless all of it is mapped.</summary>
    public static IEnumerable<(UInt128 First, UInt128 Last)> WithoutMapped(UInt128 first, UInt128 last)
    {
        if (first >= Mapped || last < Mapped)
        {
            return [(first, last)];
        }

        return last > LastMapped ? [(first, Mapped - 1), (LastMapped + 1, last)] : [(first, Mapped - 1)];
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        uint bits = 0;
        for (var part = 0; part < 4; part++)
        {
            var dot = text.IndexOf('.');
            if (dot < 0 != (part == 3))
            {
                return false;
            }

            if (!TryNumber(dot < 0 ? text : text[..dot], out var number) || number > byte.MaxValue)
            {
                return false;
            }

            bits = (bits << 8) | (uint)number;
            text = text[(dot + 1)..];
        }

        address = Mapped | bits;
        return true;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = default;
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return TryGroups(text, out address, out var all) && all == Groups;
        }

        UInt128 head = default, tail = default;
        int before = 0, after = 0;
        var left = text[..gap];
        var right = text[(gap + 2)..];
        // Dots may stand at the end only.
        if ((!left.IsEmpty && (left.Contains('.') || !TryGroups(left, out head, out before))) || (!right.IsEmpty && !TryGroups(right, out tail, out after)))
        {
            return false;
        }

        if (before + after >= Groups)
        {
            return false;
        }

        address = before == 0 ? tail : (head << (16 * (Groups - before))) | tail;
        return true;
    }

    private static bool TryGroups(ReadOnlySpan<char> text, out UInt128 bits, out int count)
    {
        bits = default;
        count = 0;
        while (count < Groups)
        {
            var colon = text.IndexOf(':');
            var group = colon < 0 ? text : text[..colon];
            if (colon < 0 && group.Contains('.'))
            {
                if (!TryParseV4(group, out var v4))
                {
                    return false;
                }

                bits = (bits << 32) | (v4 & uint.MaxValue);
                count += 2;
                return count <= Groups;
            }

            // The framework's hexadecimal parser takes NUL characters at the end.
            if (group.Length is 0 or > 4
                || group.Contains('\0')
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            bits = (bits << 16) | number;
            count++;
            if (colon < 0)
            {
                return true;
            }

            text = text[(colon + 1)..];
        }

        return false;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 3 && text is not ['0', _, ..] && text.IndexOfAnyExceptInRange('0', '9') < 0
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
