namespace GrayFlags.Providers.Configuration;

/// <summary>The texts that configuration makes of JSON's numbers and truth values, and what they were.</summary>
internal static class JsonWord
{
    /// <summary>
    /// The JSON of a text that is exactly a number of JSON, or a truth value as JSON or the framework's reader writes it; null for every other text.
    /// </summary>
    public static string? Of(string text) => text switch
    {
        "true" or "True" => "true",
        "false" or "False" => "false",
        _ => IsNumber(text) ? text : null,
    };

    // RFC 8259, section 6: no plus, no zero in front, no bare point.
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        var rest = text.StartsWith("-") ? text[1..] : text;
        var whole = Digits(rest);
        if (whole == 0 || (whole > 1 && rest[0] == '0'))
        {
            return false;
        }

        rest = rest[whole..];
        if (rest.StartsWith("."))
        {
            var fraction = Digits(rest[1..]);
            if (fraction == 0)
            {
                return false;
            }

            rest = rest[(1 + fraction)..];
        }

        if (rest is ['e' or 'E', ..])
        {
            rest = rest is [_, '+' or '-', ..] ? rest[2..] : rest[1..];
            return !rest.IsEmpty && Digits(rest) == rest.Length;
        }

        return rest.IsEmpty;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
