using System.Globalization;
using System.Net;

namespace GrayFlags.Providers.Http;

/// <summary>
/// The reasons for a missing document, for people. They contain nothing of a request or an answer but its status: anything else may be a secret, or be
/// written by an attacker.
/// </summary>
internal static class FailureText
{
    public const string Unsigned = "the answer has no signature, and one is required";
    public const string SignatureUnreadable = "the signature of the answer cannot be read; keyId=ID;sig=BASE64 is expected";
    public const string SignatureKeyUnknown = "the answer is signed with a key that is not among the signature keys";
    public const string SignatureWrong = "the signature of the answer is wrong: it was changed on the way, or signed with another key";
    public const string Html = "the answer is an HTML page, such as that of a login or a captive portal";
    public const string NotJson = "the content type of the answer is not that of JSON";
    public const string NotAnEventStream = "the content type of the answer is not text/event-stream";
    public const string Encoding = "the answer has a content encoding that was not asked for; gzip, br or none is expected";
    public const string BrokenCompression = "the compressed answer is broken";
    public const string NotModifiedUnasked = "the server answers 304 to a request without a condition";
    public const string OriginChanged = "ConfigureRequest may change the path and the query of a request, not its origin";
    public const string FollowedRedirect = "the HTTP client has followed a redirect; set AllowAutoRedirect to false on its handler";
    public const string StreamEnded = "the server ended the stream";
    public const string EventTooLong = "an event or a line of the stream is too long";
    public const string CutOff = "the answer was cut off";

    public static string Timeout(TimeSpan timeout) => $"there was no complete answer within {timeout:c}";

    public static string Silent(TimeSpan timeout) => $"the stream was silent for {timeout:c}";

    public static string Status(HttpStatusCode status)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            HttpStatusCode.Unauthorized => $"status {number}: the server wants to know who is asking, or no longer accepts the credentials",
            HttpStatusCode.Forbidden => $"status {number}: the server does not allow it",
            HttpStatusCode.NotFound or HttpStatusCode.Gone => $"status {number}: there is nothing at this address",
            HttpStatusCode.TooManyRequests => $"status {number}: the server is asked too often",
            _ => (int)status is >= 300 and < 400 ? $"status {number}: a redirect, which is not followed" : $"status {number}",
        };
    }

    public static string Of(Exception exception) => exception switch
    {
        FetchFailure failure => failure.Message,
        HttpRequestException request => Of(request.HttpRequestError),
        HttpIOException io => Of(io.HttpRequestError),
        InvalidDataException => BrokenCompression,
        IOException => CutOff,
        OperationCanceledException => "the HTTP client gave up",
        _ => $"the request failed with {exception.GetType().Name}",
    };

    private static string Of(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the name of the host cannot be resolved",
        HttpRequestError.ConnectionError => "there is no connection to the host",
        HttpRequestError.SecureConnectionError => "there is no secure connection: the certificate of the host is not valid, not for this host, or not trusted",
        HttpRequestError.ResponseEnded => CutOff,
        HttpRequestError.ConfigurationLimitExceeded => "the headers of the answer are too large",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "the answer is not valid HTTP",
        HttpRequestError.ProxyTunnelError => "the proxy does not let the request pass",
        _ => $"the request failed ({error})",
    };
}
