namespace GrayFlags.Documents.Reading;

/// <summary>Looks at the escapes of a JSON text before it is unescaped.</summary>
/// <remarks>
/// The reader's GetString and ValueTextEquals throw InvalidOperationException, not JsonException, for half a surrogate pair. Catching that
/// would cost some 15 µs a text, so that a hostile document of a few megabytes would keep a processor busy for seconds.
/// </remarks>
internal static class EscapedText
{
    private const int UnicodeEscapeLength = 6;

    /// <summary>True if a <c>\u</c> escape is one half of a surrogate pair whose other half does not follow.</summary>
    /// <param name="raw">The text as it stands between its quotes; the parser has accepted it, so that its escapes are whole.</param>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> raw)
    {
        for (var index = raw.IndexOf((byte)'\\'); index >= 0 && index < raw.Length; index++)
        {
            if (raw[index] != '\\')
            {
                continue;
            }

            if (IsHigh(raw[index..]))
            {
                if (!IsLow(raw[(index + UnicodeEscapeLength)..]))
                {
                    return true;
                }

                index += (2 * UnicodeEscapeLength) - 1;
            }
            else if (IsLow(raw[index..]))
            {
                return true;
            }
            else
            {
                // Past the escaped character: it may itself be a backslash.
                index++;
            }
        }

        return false;
    }

    // D800 to DBFF, and DC00 to DFFF.
    private static bool IsHigh(ReadOnlySpan<byte> raw) =>
        raw is [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', (>= (byte)'8' and <= (byte)'9') or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B', _, _, ..];

    private static bool IsLow(ReadOnlySpan<byte> raw) =>
        raw is [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', (>= (byte)'c' and <= (byte)'f') or (>= (byte)'C' and <= (byte)'F'), _, _, ..];
}
