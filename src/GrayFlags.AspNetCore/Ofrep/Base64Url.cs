namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Bytes as text that may stand in headers and addresses.</summary>
internal static class Base64Url
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
