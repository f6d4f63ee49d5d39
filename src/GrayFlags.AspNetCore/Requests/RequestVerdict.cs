using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The default verdict on a completed request: judges only the release, by the behaviour of its endpoint.</summary>
internal static class RequestVerdict
{
    private const int FirstRefusal = StatusCodes.Status400BadRequest;
    private const int FirstFailure = StatusCodes.Status500InternalServerError;

    /// <summary>
    /// True when the client gave up. In gRPC, an exceeded deadline set by the client counts as giving up. A body that was never completely sent is a bad
    /// request instead.
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

    /// <summary>Returns the verdict.</summary>
    /// <param name="http">The request.</param>
    /// <param name="exception">The unhandled exception, or null.</param>
    /// <param name="hasEndpoints">True when the app has endpoints rather than middleware alone.</param>
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
            // A gate's answer, or its absence, is part of the original version.
            return GrayVerdict.Success;
        }

        if (hasEndpoints && HasRun(http, run) == false)
        {
            // An answer before the endpoint is not part of the release, unless that code evaluated the flag and then threw.
            return error is not null && run?.Request.IsAskedInside == true ? GrayVerdict.Failure : GrayVerdict.Ignore;
        }

        var status = http.Response.StatusCode;
        if (exception is not null || status >= FirstFailure)
        {
            return GrayVerdict.Failure;
        }

        if (error is not null)
        {
            // An app may throw to refuse a request, and answer 400 or 404. Any other page reports a failure.
            return status >= FirstRefusal ? GrayVerdict.Success : GrayVerdict.Failure;
        }

        if ((run?.GrpcStatus ?? GrpcStatus.Of(http.Response)) is { } code)
        {
            return GrpcStatus.IsFailure(code) ? GrayVerdict.Failure : GrayVerdict.Success;
        }

        return run?.Status >= FirstFailure ? GrayVerdict.Failure : GrayVerdict.Success;
    }

    // Null when it cannot be observed: the endpoint is of a special kind, or another feature has replaced this one.
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

    // Even when the app has wrapped it in an exception of its own.
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
