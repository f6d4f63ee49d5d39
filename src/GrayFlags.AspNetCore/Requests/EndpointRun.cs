using GrayFlags.AspNetCore.Gates;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The run of a request's endpoint: the first one, and not a page for its status or its exception.</summary>
internal sealed class EndpointRun(GrayRequest request) : IEndpointFeature
{
    private Endpoint? _endpoint;
    private Endpoint? _first;

    public Endpoint? Endpoint
    {
        get => _endpoint;
        set
        {
            var watched = value is null ? null : WatchedEndpoint.Of(value);
            _endpoint = watched?.Twin ?? value;
            _first ??= _endpoint;
            IsWatched &= value is null || watched is not null;
            if (value is not null && request.Http is { } http)
            {
                request.NoteEndpoint(http);
            }
        }
    }

    /// <summary>The request.</summary>
    public GrayRequest Request => request;

    /// <summary>False where an endpoint was chosen of which nobody can tell whether it ran.</summary>
    public bool IsWatched { get; private set; } = true;

    /// <summary>True when the endpoint ran.</summary>
    public bool HasRun { get; private set; }

    /// <summary>True when gates were asked, and all that they have led to is their own answer, or none.</summary>
    public bool IsGateClosed => request.IsGateAsked && (_first is null || _first.Metadata.GetMetadata<GateAnswer>() is not null);

    /// <summary>The status when the endpoint had ended, whatever others made of it; 0 where it did not end.</summary>
    public int Status { get; private set; }

    /// <summary>The gRPC status when the endpoint had ended; null where there was none.</summary>
    public int? GrpcStatus { get; private set; }

    /// <summary>The exception that left the endpoint, whoever caught it.</summary>
    public Exception? Thrown { get; private set; }

    /// <summary>Runs an endpoint.</summary>
    public static Task RunAsync(HttpContext http, RequestDelegate run) => http.Features.Get<IEndpointFeature>() is EndpointRun { HasRun: false } watch && !IsPage(http)
        ? watch.RunFirstAsync(http, run)
        : run(http);

    private static bool IsPage(HttpContext http) => http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;

    private async Task RunFirstAsync(HttpContext http, RequestDelegate run)
    {
        HasRun = true;
        if (_endpoint?.Metadata.GetMetadata<HubMetadata>() is not null)
        {
            // The requests of a connection last as long as it does: they end here, and each invocation is a unit of work.
            request.EndAsConnection();
        }

        try
        {
            await run(http).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Thrown = exception;
            throw;
        }

        (Status, GrpcStatus) = (http.Response.StatusCode, Requests.GrpcStatus.Of(http.Response));
    }
}
