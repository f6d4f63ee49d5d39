using System.Security.Cryptography;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Signing;

/// <summary>Reads a private key from a file or an environment variable, never from the command line.</summary>
internal static class Secret
{
    /// <summary>The variable that is read where nothing is said.</summary>
    public const string DefaultVariable = "GRAYFLAGS_PRIVATE_KEY";

    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Reads a private key.</summary>
    /// <param name="source"><c>@file</c> or <c>env:NAME</c>. Null: the default variable.</param>
    /// <exception cref="UsageException">It is not there, or no private key on P-256.</exception>
    public static ECDsa Read(string? source)
    {
        var (text, name) = Text(source);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            if (key.ExportParameters(includePrivateParameters: true) is { D: not null, Curve.Oid.Value: P256 })
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Not a key: said below, without a word of what it holds.
        }

        key.Dispose();
        throw new UsageException($"{name} is no private key of ECDSA on P-256 as PEM, such as grayflags keygen writes; one with a password is not read");
    }

    private static SecretText Text(string? source)
    {
        // The value is not shown: it may be the key, which is in the shell's history already.
        var secret = (source is null ? SecretText.OfVariable(DefaultVariable) : SecretText.Read(source)) ?? throw new UsageException(
            "--key is neither @file nor env:NAME; a private key never stands on the command line, where others and the history see it");
        return secret.Text.Length > 0
            ? secret
            : throw new UsageException($"{secret.Name} is empty; --key @private.pem names a file, --key env:NAME another variable");
    }
}
