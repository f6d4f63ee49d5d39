using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Server-sent events: that something has changed, never what.</summary>
internal sealed class EventStream(DashboardSite site)
{
    public const string Route = "api/events";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // A browser connects again by itself, and then its rights are looked at again.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public IEnumerable<Endpoint> All => [Endpoint.GetAsync(Route, StreamAsync)];

    private async Task<Answer?> StreamAsync(HttpContext http)
    {
        if (site.Events.Enter(site.Options.MaxEventStreams) is not { } viewer)
        {
            return Answer.Failure(StatusCodes.Status503ServiceUnavailable, "tooManyStreams", "Too many are told of changes already; ask again by yourself.");
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, site.Stopping);
        try
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await SendAsync(http, new DashboardEvent("rules", null, site.Monitor.Status.Generation), ended.Token).ConfigureAwait(false);
            await RunAsync(http, viewer, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The viewer is gone, or the app stops.
        }
        catch (IOException)
        {
            // So it is here.
        }
        finally
        {
            site.Events.Leave(viewer);
        }

        return null;
    }

    private async Task RunAsync(HttpContext http, Channel<DashboardEvent> viewer, CancellationToken ended)
    {
        var until = site.Clock.GetUtcNow() + Longest;
        Task<bool>? news = null;
        while (site.Clock.GetUtcNow() < until)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(ended);
            news ??= viewer.Reader.WaitToReadAsync(ended).AsTask();
            if (await Task.WhenAny(news, Task.Delay(Heartbeat, site.Clock, pause.Token)).ConfigureAwait(false) == news)
            {
                await pause.CancelAsync().ConfigureAwait(false);
                await news.ConfigureAwait(false);
                news = null;
            }

            if (!viewer.Reader.TryPeek(out _))
            {
                await WriteAsync(http, ":\n\n", ended).ConfigureAwait(false);
            }

            while (viewer.Reader.TryRead(out var change))
            {
                await SendAsync(http, change, ended).ConfigureAwait(false);
            }
        }
    }

    private static Task SendAsync(HttpContext http, DashboardEvent change, CancellationToken ended) =>
        WriteAsync(http, $"data: {JsonSerializer.Serialize(change, DashboardJson.Default.DashboardEvent)}\n\n", ended);

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken ended)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ended).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(ended).ConfigureAwait(false);
    }
}
