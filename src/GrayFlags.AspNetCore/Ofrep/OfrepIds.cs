using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>
/// The ids of events. The fingerprint behind one is a digest of rules, by which anybody could test guesses at them, so that nobody is shown it.
/// </summary>
/// <remarks>
/// A fingerprint under data protection is read by each instance that shares the keys. Without any, an id is known to its process alone, and who comes
/// from another is told once more.
/// </remarks>
internal sealed class OfrepIds(IDataProtectionProvider? protection)
{
    private const int Length = 16;

    // Of the ids that data protection makes, none is half as long.
    private const int MaxLength = 1_024;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
    private readonly IDataProtector? _protector = protection?.CreateProtector("GrayFlags.Ofrep.Ids.v1");

    /// <summary>An id of a fingerprint; a different one at each call.</summary>
    public string For(string fingerprint)
    {
        try
        {
            return _protector?.Protect(fingerprint) ?? Hash(fingerprint);
        }
        catch (CryptographicException)
        {
            // Keys that cannot be read or stored. Events need none.
            return Hash(fingerprint);
        }
    }

    /// <summary>True when an id that a client sends is one of a fingerprint.</summary>
    public bool IsOf(string id, string fingerprint)
    {
        if (id == Hash(fingerprint))
        {
            return true;
        }

        if (_protector is null || id.Length > MaxLength)
        {
            return false;
        }

        try
        {
            return _protector.Unprotect(id) == fingerprint;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private string Hash(string fingerprint)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(fingerprint), hash);
        return Base64Url.Of(hash[..Length]);
    }
}
