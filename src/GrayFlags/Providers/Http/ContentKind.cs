namespace GrayFlags.Providers.Http;

/// <summary>Tells what might be a document from what a proxy or a login has put in its place.</summary>
internal static class ContentKind
{
    public const string EventStream = "text/event-stream";

    // Object storage and static file servers that know no JSON serve it as text or as bytes; S3 has a name of its own for these.
    private static readonly string[] Accepted =
    [
        "application/json", "text/json", "application/x-json", "text/x-json", "text/plain", "application/octet-stream", "binary/octet-stream",
    ];
    private static readonly string[] Html = ["text/html", "application/xhtml+xml"];

    /// <exception cref="FetchFailure">The content type is that of something else.</exception>
    public static void ThrowIfNotJson(HttpContent content)
    {
        var type = content.Headers.ContentType?.MediaType;
        if (Html.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new FetchFailure(FailureText.Html, PollOutcome.Answered);
        }

        if (type is not null && !type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) && !Accepted.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new FetchFailure(FailureText.NotJson, PollOutcome.Answered);
        }
    }

    /// <exception cref="FetchFailure">The body is HTML, whatever its content type says.</exception>
    public static void ThrowIfHtml(ReadOnlySpan<byte> body)
    {
        var text = body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body;
        if (text.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
        {
            throw new FetchFailure(FailureText.Html, PollOutcome.Answered);
        }
    }
}
