using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>A server on this machine that answers by a script, the last answer again and again.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    public const string EventsPath = "/events";

    private readonly Lock _gate = new();
    private readonly Queue<RequestDelegate> _script = [];
    private readonly List<ServedRequest> _requests = [];
    private readonly List<ServedRequest> _streams = [];
    private readonly WebApplication _app;
    private int _inFlight;
    private RequestDelegate _last = Answer.Status(404);

    private FaultServer(WebApplication app, Pulse pulse)
    {
        _app = app;
        Pulse = pulse;
    }

    public Pulse Pulse { get; }

    public Uri Uri => new($"{_app.Urls.First()}/flags.json");

    public Uri EventsUri => new($"{_app.Urls.First()}{EventsPath}");

    /// <summary>How a request for the stream of events is answered.</summary>
    public RequestDelegate OnEvents { get; set; } = Answer.Status(404);

    public int MostInFlight { get; private set; }

    /// <summary>The requests for the document so far.</summary>
    public IReadOnlyList<ServedRequest> Requests => Copy(_requests);

    /// <summary>The requests for the stream so far.</summary>
    public IReadOnlyList<ServedRequest> Streams => Copy(_streams);

    public static async Task<FaultServer> StartAsync(X509Certificate2? certificate = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new FaultServer(builder.Build(), new Pulse());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Adds answers to the script.</summary>
    public FaultServer Then(params RequestDelegate[] answers)
    {
        lock (_gate)
        {
            foreach (var answer in answers)
            {
                _script.Enqueue(answer);
            }
        }

        return this;
    }

    public Task StopAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        RequestDelegate answer;
        lock (_gate)
        {
            var isStream = context.Request.Path == EventsPath;
            (isStream ? _streams : _requests).Add(ServedRequest.Of(context.Request));
            if (!isStream)
            {
                _last = _script.TryDequeue(out var next) ? next : _last;
                MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            }

            answer = isStream ? OnEvents : _last;
        }

        Pulse.Beat();
        try
        {
            await answer(context);
        }
        catch (OperationCanceledException)
        {
            // The client has gone: so the test wanted it.
        }
        finally
        {
            if (context.Request.Path != EventsPath)
            {
                lock (_gate)
                {
                    _inFlight--;
                }
            }
        }
    }

    private ServedRequest[] Copy(List<ServedRequest> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
