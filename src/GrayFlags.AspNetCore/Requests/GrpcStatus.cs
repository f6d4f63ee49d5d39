using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The status of a gRPC call, whose HTTP status is 200. See https://grpc.github.io/grpc/core/md_doc_statuscodes.html.</summary>
internal static class GrpcStatus
{
    public const int Cancelled = 1;
    public const int DeadlineExceeded = 4;

    /// <summary>The header that carries the client's timeout.</summary>
    public const string Timeout = "grpc-timeout";

    private const string Name = "grpc-status";
    private const string ContentType = "application/grpc";

    /// <summary>Reads the status from the trailers, or from the headers of a trailers-only response; returns null for a response that is not gRPC.</summary>
    public static int? Of(HttpResponse response)
    {
        if (response.ContentType is not { } type || !type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var sent = response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers[Name] ?? StringValues.Empty;
        return int.TryParse(sent.Count > 0 ? sent : response.Headers[Name], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
    }

    /// <summary>True when a status is the server's fault: unknown, deadline exceeded, resource exhausted, internal, unavailable, data loss.</summary>
    public static bool IsFailure(int status) => status is 2 or DeadlineExceeded or 8 or 13 or 14 or 15;
}
