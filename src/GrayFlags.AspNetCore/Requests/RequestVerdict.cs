using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The verdict on a request that is over, where the app has none of its own: only the release is judged, by what its endpoint did.</summary>
internal static class RequestVerdict
{
    private const int FirstRefusal = StatusCodes.Status400BadRequest;
    private const int FirstFailure = StatusCodes.Status500InternalServerError;

    /// <summary>
    /// True when the client gave up. In gRPC, a deadline that the client has set is a client that gives up. One who never sent all of a body is a bad request
    /// instead.
    /// </summary>
    public static bool IsAbandoned(HttpContext http, Exception? exception)
    {
        if (IsBadRequest(ErrorOf(http, exception)))
        {
            return false;
        }

        if (http.RequestAborted.IsCancellationRequested || http.Response.StatusCode == StatusCodes.Status499ClientClosedRequest)
        {
            return true;
        }

        var run = RunOf(http);
        return run?.Status == StatusCodes.Status499ClientClosedRequest
            || (run?.GrpcStatus ?? GrpcStatus.Of(http.Response)) switch
            {
                GrpcStatus.Cancelled => true,
                GrpcStatus.DeadlineExceeded => http.Request.Headers.ContainsKey(GrpcStatus.Timeout),
                _ => false,
            };
    }

    /// <summary>The verdict.</summary>
    /// <param name="http">The request.</param>
    /// <param name="exception">What nobody handled; null for nothing.</param>
    /// <param name="hasEndpoints">Whether the app answers by endpoints at all, and not by middleware alone.</param>
    public static GrayVerdict Of(HttpContext http, Exception? exception, bool hasEndpoints)
    {
        var run = RunOf(http);
        var error = ErrorOf(http, exception);
        if (IsBadRequest(error))
        {
            return GrayVerdict.Ignore;
        }

        if (run is { IsGateClosed: true } && exception is null)
        {
            // The answer of a gate, or none, is what the original version is.
            return GrayVerdict.Success;
        }

        if (hasEndpoints && HasRun(http, run) == false)
        {
            // What answered before the endpoint was no part of the release. But code that asked, and then threw, was.
            return error is not null && run?.Request.IsAskedInside == true ? GrayVerdict.Failure : GrayVerdict.Ignore;
        }

        var status = http.Response.StatusCode;
        if (exception is not null || status >= FirstFailure)
        {
            return GrayVerdict.Failure;
        }

        if (error is not null)
        {
            // An app may throw what it refuses, and answer 400 or 404 for it. Any other page is an apology.
            return status >= FirstRefusal ? GrayVerdict.Success : GrayVerdict.Failure;
        }

        if ((run?.GrpcStatus ?? GrpcStatus.Of(http.Response)) is { } code)
        {
            return GrpcStatus.IsFailure(code) ? GrayVerdict.Failure : GrayVerdict.Success;
        }

        return run?.Status >= FirstFailure ? GrayVerdict.Failure : GrayVerdict.Success;
    }

    // Null where nobody can tell: the endpoint is of a kind of its own, or something has put another feature in the place of this.
    private static bool? HasRun(HttpContext http, EndpointRun? run) => run switch
    {
        null => http.GetEndpoint() is null ? false : null,
        { HasRun: true } => true,
        { IsWatched: true } => false,
        _ => null,
    };

    private static EndpointRun? RunOf(HttpContext http) => http.Features.Get<IEndpointFeature>() as EndpointRun;

    private static Exception? ErrorOf(HttpContext http, Exception? exception) =>
        exception ?? RunOf(http)?.Thrown ?? http.Features.Get<IExceptionHandlerFeature>()?.Error;

    // Also where code of the app has put it into an exception of its own.
    private static bool IsBadRequest(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is BadHttpRequestException { StatusCode: < FirstFailure })
            {
                return true;
            }
        }

        return false;
    }
}
