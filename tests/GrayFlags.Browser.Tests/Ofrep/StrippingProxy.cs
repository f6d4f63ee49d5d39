using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Browser.Tests.Ofrep;

/// <summary>A proxy that takes a prefix off the path and says so, as nginx and Traefik do; it passes streams on as they come.</summary>
internal sealed class StrippingProxy : IAsyncDisposable
{
    private static readonly HashSet<string> NotPassedOn = new(["Host", "Connection", "Transfer-Encoding", "Accept-Encoding"], StringComparer.OrdinalIgnoreCase);

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private StrippingProxy(WebApplication app, HttpClient client) => (_app, _client) = (app, client);

    public string Address => _app.Urls.Single();

    public static async Task<StrippingProxy> StartAsync(string target, string prefix)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Map(prefix + "/{**rest}", (HttpContext http) => PassAsync(http, client, target, prefix));
        await app.StartAsync();
        return new StrippingProxy(app, client);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private static async Task PassAsync(HttpContext http, HttpClient client, string target, string prefix)
    {
        var address = target + http.Request.Path.Value![prefix.Length..] + http.Request.QueryString;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), address);
        if (http.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
        }

        foreach (var (name, values) in http.Request.Headers.Where(header => !NotPassedOn.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        request.Headers.Add("X-Forwarded-Prefix", prefix);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            http.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !NotPassedOn.Contains(header.Key)))
            {
                http.Response.Headers[name] = values.ToArray();
            }

            await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
            var buffer = new byte[4_096];
            await http.Response.Body.FlushAsync(http.RequestAborted);
            while (await body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException)
        {
            // Either side is gone.
        }
    }
}
