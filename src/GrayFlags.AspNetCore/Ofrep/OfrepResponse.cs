using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Sends answers: for one user, asked again each time, and always JSON.</summary>
internal static class OfrepResponse
{
    private const string RetrySoon = "1";

    public static ValueTask SendAsync(HttpContext http, PooledBuffer body, int status = StatusCodes.Status200OK)
    {
        var response = http.Response;
        response.StatusCode = status;
        SetHeaders(response.Headers);
        response.ContentType = "application/json";
        response.ContentLength = body.Written.Length;
        return response.Body.WriteAsync(body.Written, http.RequestAborted);
    }

    public static void NotModified(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        SetHeaders(http.Response.Headers);
    }

    public static async Task SendFailureAsync(HttpContext http, OfrepFailure failure, string? key = null)
    {
        using var body = new PooledBuffer();
        using (var json = OfrepJson.WriterTo(body))
        {
            OfrepJson.WriteFailure(json, failure, key);
        }

        if (failure.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = RetrySoon;
        }

        await SendAsync(http, body, failure.Status).ConfigureAwait(false);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.CacheControl = "private, no-cache";
        headers.Append(HeaderNames.Vary, "Cookie, Authorization, Origin");
        headers.XContentTypeOptions = "nosniff";
    }
}
