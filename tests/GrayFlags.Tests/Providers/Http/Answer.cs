using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Answers for the script of a <see cref="FaultServer"/>.</summary>
internal static class Answer
{
    // Kestrel sends nothing of an answer that is aborted before it was flushed to the socket.
    private static readonly TimeSpan BeforeAbort = TimeSpan.FromMilliseconds(150);

    /// <summary>A document in which the flag <c>f</c> is on or off.</summary>
    public static string Document(bool isOn, long? version = null) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{ {{(version is null ? "" : $"\"version\": {version}, ")}}"flags": { "f": {{(isOn ? "true" : "false")}} } }""");

    public static RequestDelegate On(string? etag = null, long? version = null) => Text(Document(true, version), etag);

    public static RequestDelegate Off(string? etag = null, long? version = null) => Text(Document(false, version), etag);

    public static RequestDelegate Text(string body, string? etag = null, string? type = "application/json") =>
        Bytes(Encoding.UTF8.GetBytes(body), null, etag, type);

    public static RequestDelegate Bytes(
        byte[] body, string? encoding = null, string? etag = null, string? type = "application/json",
        Action<IHeaderDictionary>? headers = null) => async context =>
    {
        context.Response.ContentType = type;
        if (etag is not null)
        {
            context.Response.Headers.ETag = etag;
        }

        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        headers?.Invoke(context.Response.Headers);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    };

    public static RequestDelegate Status(int status, string? retryAfter = null, string? location = null) => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        if (location is not null)
        {
            context.Response.Headers.Location = location;
        }

        return Task.CompletedTask;
    };

    /// <summary>304 where the request names this tag, else the answer.</summary>
    public static RequestDelegate Unless(string etag, RequestDelegate answer) =>
        context => context.Request.Headers.IfNoneMatch == etag ? Status(304)(context) : answer(context);

    /// <summary>Headers and a part of the body, then the connection breaks.</summary>
    public static RequestDelegate CutOff(string body, string etag, bool isChunked) => async context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ETag = etag;
        context.Response.ContentLength = isChunked ? null : body.Length * 2;
        await context.Response.WriteAsync(body, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(BeforeAbort);
        context.Abort();
    };

    /// <summary>Headers and a part of the body, then nothing more, until the client goes or the test lets it end.</summary>
    public static RequestDelegate Stall(string body, string type = "application/json", TaskCompletionSource? until = null) => async context =>
    {
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await (until ?? new TaskCompletionSource()).Task.WaitAsync(context.RequestAborted);
    };

    /// <summary>The answer, once the test lets it go.</summary>
    public static RequestDelegate Held(TaskCompletionSource until, RequestDelegate answer) => async context =>
    {
        await until.Task.WaitAsync(context.RequestAborted);
        await answer(context);
    };
}
