using GrayFlags.AspNetCore.SignedOverrides;

namespace GrayFlags.AspNetCore;

/// <summary>
/// The header by which testers override flags for one request. It is signed, expires, and is ignored unless <see cref="GrayAspNetCoreOptions.OverrideKey"/> is
/// set.
/// </summary>
public static class GrayOverrideHeader
{
    /// <summary>The header's name.</summary>
    public const string Name = "X-Gray-Override";

    /// <summary>Creates the header's value.</summary>
    /// <param name="key">The key of the options, at least 32 bytes.</param>
    /// <param name="expires">The expiry, to the second.</param>
    /// <param name="flags">Flags by name, at most 32: <c>true</c>, <c>false</c>, or the name of a variant.</param>
    /// <param name="keyId">The id of the key in <see cref="GrayAspNetCoreOptions.OverrideKeys"/>; null for
    /// <see cref="GrayAspNetCoreOptions.OverrideKey"/>.</param>
    /// <returns>The value. Anybody who has it can override these flags until it expires: treat it as a secret.</returns>
    /// <exception cref="ArgumentException">The key is too short, there is no flag or there are too many, a name or an answer is empty, or the id has other
    /// characters than letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</exception>
    public static string Sign(byte[] key, DateTimeOffset expires, IEnumerable<KeyValuePair<string, string>> flags, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(flags);

        return OverrideText.Sign(key, expires, [.. flags], keyId);
    }
}
