using GrayFlags.Documents;

namespace GrayFlags.Providers.Http;

/// <summary>How rules are read from an address. Checked and copied when the provider is created; later changes have no effect.</summary>
public sealed class HttpRuleProviderOptions
{
    /// <summary>Where the document is. Required: absolute, <c>https</c> (or <c>http</c> to this machine), without a user, password or token in it, which belong into <see cref="Headers"/> or <see cref="ConfigureRequest"/>.</summary>
    public Uri? Uri { get; set; }

    /// <summary>How long to wait between two polls. Default: 30 seconds; from 1 second to 1 day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The share of <see cref="PollInterval"/> by which each wait is made shorter or longer at random, so that a fleet does not ask at once. Default: 0.2; from 0 to 0.9.</summary>
    public double Jitter { get; set; } = 0.2;

    /// <summary>How long one load may take, from the connection to the last byte of the body. Default: 10 seconds; at most 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What the document may at most hold; <see cref="DocumentLimits.MaxBytes"/> counts bytes after they are decompressed.</summary>
    public DocumentLimits Limits { get; set; } = DocumentLimits.Default;

    /// <summary>Headers of each request, for example with a token. Never logged, and sent to <see cref="Uri"/> and <see cref="StreamUri"/> only.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Changes each request before it is sent, for example to set a token that expires. It may change the path and the query, not the origin. Default: none.</summary>
    public Func<HttpRequestMessage, CancellationToken, ValueTask>? ConfigureRequest { get; set; }

    /// <summary>Gives the client for each request, for example one with a CA of your own. It is not disposed here. Default: where the app has an <c>IHttpClientFactory</c>, its client named <c>GrayFlags</c>; else a client of the provider's own.</summary>
    /// <remarks>
    /// Both of these follow no redirects, keep no cookies, and connect anew every two minutes; what the app adds to the named client comes on top.
    /// A client given here should do the same: a redirect that it has followed is refused, but only after its headers went there.
    /// </remarks>
    public Func<HttpClient>? CreateHttpClient { get; set; }

    /// <summary>Whether <c>http</c> may be used to other machines: who is on the way then reads and changes the rules. Default: false.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Whether redirects to the same scheme, host and port are followed. Default: false. Others never are.</summary>
    public bool AllowSameOriginRedirects { get; set; }

    /// <summary>The shortest wait after a failure. The longest begins at twice this while there was no answer yet, later at <see cref="PollInterval"/>, and doubles with each failure in a row. Default: 1 second; at least 100 milliseconds.</summary>
    public TimeSpan BackoffMin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait after a failure. Default: 5 minutes; at most 1 day.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a document may replace one with a higher <c>version</c>, or one that was issued later. Default: false, it is refused and a warning says so.</summary>
    public bool AllowDowngrade { get; set; }

    /// <summary>True when to listen to server-sent events: any event means that the document may have changed, and brings the next poll forward, to at most one a second. Polling goes on all the same. Default: false.</summary>
    public bool UseStreaming { get; set; }

    /// <summary>Where the events are. Default: <see cref="Uri"/>. Held to the same rules.</summary>
    public Uri? StreamUri { get; set; }

    /// <summary>How long the stream of events may be silent before it counts as lost; the server keeps it alive with comments. Default: 45 seconds; from 1 second to 1 hour.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Public keys by id: ECDSA on P-256, as PEM or base64 of a SubjectPublicKeyInfo. Where there is one, a document needs a good signature. Default: none.</summary>
    /// <remarks>
    /// The header <c>X-GrayFlags-Signature: keyId=ID;sig=BASE64</c> holds the signature (SHA-256, IEEE P1363) of the exact bytes of the body before compression.
    /// A signature proves origin, not age: give documents a <c>version</c>, so that an older one cannot be played back. One without a version and a time of issue does not replace one that has either, unless <see cref="AllowDowngrade"/> is set.
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
