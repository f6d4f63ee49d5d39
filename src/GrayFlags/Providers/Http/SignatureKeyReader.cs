using System.Security.Cryptography;

namespace GrayFlags.Providers.Http;

/// <summary>Reads the public keys that signatures are checked with.</summary>
internal static class SignatureKeyReader
{
    private const string P256 = "1.2.840.10045.3.1.7";

    public static void Check(string option, IDictionary<string, string>? keys, List<string> errors)
    {
        if (keys is null)
        {
            errors.Add($"{option}: may be empty, not null");
            return;
        }

        foreach (var (id, text) in keys)
        {
            if (string.IsNullOrWhiteSpace(id) || id.AsSpan().IndexOfAny(";,= ") >= 0)
            {
                errors.Add($"{option}: a key id is empty, or holds one of ; , = or a space");
            }

            using var key = TryRead(text);
            if (key is null)
            {
                errors.Add($"{option}: a key is not a public ECDSA key on P-256, as PEM or base64");
            }
        }
    }

    public static ECDsa? TryRead(string? text)
    {
        // Who verifies has no use for a private key, and should not have it lying about.
        if (text is null || text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return null;
        }

        var key = ECDsa.Create();
        try
        {
            if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                key.ImportFromPem(text);
            }
            else
            {
                key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            }

            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            // Not a key: said by whoever asked.
        }

        key.Dispose();
        return null;
    }
}
