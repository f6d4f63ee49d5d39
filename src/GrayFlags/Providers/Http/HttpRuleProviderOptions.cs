using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The options of a provider that reads rules from an address. Copied when the provider is created; later changes have no effect.</summary>
/// <remarks>With <c>AddHttp</c> they are named options; the name is the <see cref="System.Uri.AbsoluteUri"/> of the address as given there.</remarks>
public sealed class HttpRuleProviderOptions
{
    /// <summary>
    /// The address of the document. Required: absolute, <c>https</c> (or <c>http</c> to this machine), without a user, password or token, which belong in
    /// <see cref="Headers"/> or <see cref="ConfigureRequest"/>.
    /// </summary>
    public Uri? Uri { get; set; }

    /// <summary>The time between two polls. Default: 30 seconds; from 1 second to 1 day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The share of <see cref="PollInterval"/> by which each wait is shortened or lengthened at random, so that a fleet does not poll together. Default: 0.2;
    /// from
    /// 0 to 0.9.
    /// </summary>
    public double Jitter { get; set; } = 0.2;

    /// <summary>The time limit of one load, from the connection to the last byte of the body. Default: 10 seconds; at most 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The limits of a document; <see cref="DocumentLimits.MaxBytes"/> counts bytes after decompression. Default: those of <see cref="GrayFlagsOptions"/> with
    /// <c>AddHttp</c>, else <see cref="DocumentLimits.Default"/>.
    /// </summary>
    public DocumentLimits Limits { get; set; } = new();

    /// <summary>The format of the document, where it is one of another system. Default: null, a document of this library.</summary>
    public IRuleFormat? Format { get; set; }

    /// <summary>Headers of each request, for example with a token. Never logged, and sent to <see cref="Uri"/> and <see cref="StreamUri"/> only.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Changes each request before it is sent, for example to set a token that expires. It may change the path and the query, not the origin. Default: none.
    /// </summary>
    public Func<HttpRequestMessage, CancellationToken, ValueTask>? ConfigureRequest { get; set; }

    /// <summary>
    /// Creates the client of each request, for example one with a custom CA, or one of the app's <c>IHttpClientFactory</c>. It is not disposed here. Default: a
    /// client of the provider's own.
    /// </summary>
    /// <remarks>
    /// The provider's own client follows no redirects, keeps no cookies, and connects anew every two minutes. A client given here should do the same: a
    /// redirect that it has followed is refused, but only after the headers went there.
    /// </remarks>
    public Func<HttpClient>? CreateHttpClient { get; set; }

    /// <summary>True to allow <c>http</c> to other machines: anyone on the way can then read and change the rules. Default: false.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>True to follow redirects to the same scheme, host and port. Default: false. Others are never followed.</summary>
    public bool AllowSameOriginRedirects { get; set; }

    /// <summary>
    /// The shortest wait after a failure. The longest starts at twice this before the first answer, later at <see cref="PollInterval"/>, and doubles with each
    /// failure in a row. Default: 1 second; at least 100 milliseconds.
    /// </summary>
    public TimeSpan BackoffMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait after a failure. Default: 5 minutes; at most 1 day.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// True to let a document replace one with a higher <c>version</c>, or a later time of issue. Default: false, it is refused with a warning.
    /// </summary>
    public bool AllowDowngrade { get; set; }

    /// <summary>
    /// True to listen to server-sent events: any event means that the document may have changed, and brings the next poll forward, to at most one a second.
    /// Polling goes on all the same. Default: false.
    /// </summary>
    public bool UseStreaming { get; set; }

    /// <summary>The address of the events. Default: <see cref="Uri"/>. The same rules apply.</summary>
    public Uri? StreamUri { get; set; }

    /// <summary>
    /// The silence after which the stream of events counts as lost; the server keeps it alive with comments. Default: 45 seconds; from 1 second to 1 hour.
    /// </summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Public keys by id: ECDSA on P-256, as PEM or base64 of a SubjectPublicKeyInfo. With one, a document needs a valid signature. Default: none.
    /// </summary>
    /// <remarks>
    /// The header <c>X-GrayFlags-Signature: keyId=ID;sig=BASE64</c> holds the signature (SHA-256, IEEE P1363) of the exact bytes of the body before
    /// compression.
    /// A signature proves origin, not age: give documents a <c>version</c>, so that an older one cannot be played back. One without a version and a time of
    /// issue does not replace one that has either, unless <see cref="AllowDowngrade"/> is set.
    /// </remarks>
    public IDictionary<string, string> SignatureKeys { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal HttpRuleProviderOptions Copy()
    {
        var copy = (HttpRuleProviderOptions)MemberwiseClone();
        copy.Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        copy.SignatureKeys = new Dictionary<string, string>(SignatureKeys, StringComparer.Ordinal);
        return copy;
    }
}
