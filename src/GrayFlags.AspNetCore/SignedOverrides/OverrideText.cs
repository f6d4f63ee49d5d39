using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace GrayFlags.AspNetCore.SignedOverrides;

/// <summary>The value of the override header: <c>flag=answer&amp;flag=answer;expires;signature</c>, or with the id of a key before the signature; names
/// escaped as in a query, an instant in Unix seconds, HMAC-SHA256 in base64url.</summary>
internal static class OverrideText
{
    public const int MinKeyBytes = 32;

    private const int MaxIdLength = 64;
    private const int MaxFlags = 32;
    private const int MaxLength = 4096;

    // A signature for one purpose is invalid for any other.
    private const string Purpose = "GrayFlags.Override.v1;";

    public static string Sign(byte[] key, DateTimeOffset expires, KeyValuePair<string, string>[] flags, string? keyId)
    {
        if (key.Length < MinKeyBytes)
        {
            throw new ArgumentException($"A key has at least {MinKeyBytes} bytes, not {key.Length}.", nameof(key));
        }

        if (keyId is not null && !IsGoodId(keyId))
        {
            throw new ArgumentException($"'{keyId}' is no id of a key: it has 1 to {MaxIdLength} letters, digits, '-', '_' and '.'.", nameof(keyId));
        }

        if (flags.Length is 0 or > MaxFlags || flags.Any(flag => string.IsNullOrEmpty(flag.Key) || string.IsNullOrEmpty(flag.Value)))
        {
            throw new ArgumentException($"From 1 to {MaxFlags} flags are overridden, each with a name and an answer.", nameof(flags));
        }

        var names = string.Join('&', flags.Select(flag => $"{Uri.EscapeDataString(flag.Key)}={Uri.EscapeDataString(flag.Value)}"));
        var signed = string.Create(CultureInfo.InvariantCulture, $"{names};{expires.ToUnixTimeSeconds()}{(keyId is null ? "" : ";" + keyId)}");
        return $"{signed};{WebEncoders.Base64UrlEncode(Signature(key, signed))}";
    }

    /// <summary>True when a text is a valid key id.</summary>
    public static bool IsGoodId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    /// <summary>Returns the overrides when the value is signed by the named key and has not expired; null otherwise.</summary>
    /// <param name="text">The value.</param>
    /// <param name="keyOf">Returns the key of an id, or the default key; null when there is none.</param>
    /// <param name="now">The current time.</param>
    /// <param name="maxLifetime">The maximum time until expiry.</param>
    public static IReadOnlyList<KeyValuePair<string, string>>? Read(string text, Func<string?, byte[]?> keyOf, DateTimeOffset now, TimeSpan maxLifetime)
    {
        if (text.Length > MaxLength || text.Split(';') is not { Length: 3 or 4 } parted)
        {
            return null;
        }

        var (names, expires, id, signature) = (parted[0], parted[1], parted.Length == 4 ? parted[2] : null, parted[^1]);
        if (keyOf(id) is not { } key || !IsSigned(text[..(text.Length - signature.Length - 1)], signature, key))
        {
            return null;
        }

        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || end <= now.ToUnixTimeSeconds()
            || end - now.ToUnixTimeSeconds() > maxLifetime.TotalSeconds)
        {
            return null;
        }

        // A holder of the key may have produced it by other means.
        var parts = names.Split('&').Select(part => part.Split('=')).ToArray();
        return parts.Length <= MaxFlags && parts.All(part => part is [{ Length: > 0 }, { Length: > 0 }])
            ? [.. parts.Select(part => KeyValuePair.Create(Uri.UnescapeDataString(part[0]), Uri.UnescapeDataString(part[1])))]
            : null;
    }

    // Compares texts, so that nothing of the input is decoded before the signature is verified.
    private static bool IsSigned(string signed, string signature, byte[] key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(WebEncoders.Base64UrlEncode(Signature(key, signed))));

    private static byte[] Signature(byte[] key, string signed) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Purpose + signed));
}
