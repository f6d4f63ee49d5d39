namespace GrayFlags.AspNetCore;

/// <summary>Validates header names: the tokens of RFC 9110.</summary>
internal static class HeaderName
{
    public static bool IsGood(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));
}
