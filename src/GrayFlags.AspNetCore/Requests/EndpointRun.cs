using GrayFlags.AspNetCore.Gates;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The run of a request's endpoint: the first one, not a page for its status or its exception.</summary>
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

    /// <summary>False when the selected endpoint cannot be observed.</summary>
    public bool IsWatched { get; private set; } = true;

    /// <summary>True when the endpoint ran.</summary>
    public bool HasRun { get; private set; }

    /// <summary>True when gates were evaluated and resulted only in their own answer, or none.</summary>
    public bool IsGateClosed => request.IsGateAsked && (_first is null || _first.Metadata.GetMetadata<GateAnswer>() is not null);

    /// <summary>The status at the end of the endpoint, before later changes; 0 when it did not complete.</summary>
    public int Status { get; private set; }

    /// <summary>The gRPC status at the end of the endpoint, or null.</summary>
    public int? GrpcStatus { get; private set; }

    /// <summary>The exception that left the endpoint, even if caught later.</summary>
    public Exception? Thrown { get; private set; }

    /// <summary>Runs an endpoint.</summary>
    public static Task RunAsync(HttpContext http, RequestDelegate run) =>
        http.Features.Get<IEndpointFeature>() is EndpointRun { HasRun: false } watch && !IsPage(http)
            ? watch.RunFirstAsync(http, run)
            : run(http);

    private static bool IsPage(HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;

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
