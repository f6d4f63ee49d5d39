namespace GrayFlags.AspNetCore;

/// <summary>The names that headers may have: the tokens of RFC 9110.</summary>
internal static class HeaderName
{
    public static bool IsGood(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));
}
