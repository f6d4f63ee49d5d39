namespace GrayFlags.AspNetCore.Requests;

/// <summary>What of a header may be taken for a region: a comma, for one, says that two have written it.</summary>
internal static class RegionCode
{
    private const int MaxLength = 64;

    public static bool IsGood(string text) => text.Length is > 0 and <= MaxLength && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
