using System.Buffers;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Validates a region from a header: a comma, for example, means that two parties have written it.</summary>
internal static class RegionCode
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsGood(string text) => text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExcept(Allowed);
}
