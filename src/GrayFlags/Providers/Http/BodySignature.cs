using System.Security.Cryptography;

namespace GrayFlags.Providers.Http;

/// <summary>Checks the signature of a body, before anything reads it.</summary>
internal sealed class BodySignature : IDisposable
{
    public const string Header = "X-GrayFlags-Signature";

    // The raw form of two 32-byte numbers; the DER form has more than one way to write the same signature.
    private const int SignatureLength = 64;
    private const int MaxHeaderLength = 1024;

    private readonly Dictionary<string, ECDsa> _keys = new(StringComparer.Ordinal);

    public BodySignature(IDictionary<string, string> keys)
    {
        foreach (var (id, text) in keys)
        {
            _keys[id] = SignatureKeyReader.TryRead(text)!;
        }
    }

    public bool IsRequired => _keys.Count > 0;

    /// <exception cref="FetchFailure">The signature is missing or wrong.</exception>
    public void ThrowIfWrong(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        if (!IsRequired)
        {
            return;
        }

        var header = response.Headers.TryGetValues(Header, out var values) ? string.Join(',', values) : null;
        if (header is null)
        {
            throw new FetchFailure(FailureText.Unsigned, PollOutcome.Answered);
        }

        if (!TryParse(header, out var keyId, out var signature))
        {
            throw new FetchFailure(FailureText.SignatureUnreadable, PollOutcome.Answered);
        }

        if (!_keys.TryGetValue(keyId, out var key))
        {
            throw new FetchFailure(FailureText.SignatureKeyUnknown, PollOutcome.Answered);
        }

        if (!key.VerifyData(body, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
        {
            throw new FetchFailure(FailureText.SignatureWrong, PollOutcome.Answered);
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static bool TryParse(string header, out string keyId, out byte[] signature)
    {
        const string KeyId = "keyId=", Sig = "sig=";
        keyId = "";
        signature = new byte[SignatureLength];
        if (header.Length > MaxHeaderLength)
        {
            return false;
        }

        var parts = header.Split(';', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !parts[0].StartsWith(KeyId, StringComparison.Ordinal) || !parts[1].StartsWith(Sig, StringComparison.Ordinal))
        {
            return false;
        }

        keyId = parts[0][KeyId.Length..];
        return Convert.TryFromBase64String(parts[1][Sig.Length..], signature, out var written) && written == SignatureLength;
    }
}
