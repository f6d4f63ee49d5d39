using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>The stream of changes. It says that something has changed and never what; the client then asks.</summary>
internal sealed class OfrepEvents(OfrepAudience audience, OfrepSite site)
{
    public const string Ticket = "ticket";

    private const string LastEventId = "Last-Event-ID";

    // Longer than a client takes to ask and then to connect, and than a browser takes to connect again.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(60);

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    private readonly TimeSpan _spread = audience.Options.EventSpread;

    public async Task StreamAsync(HttpContext http)
    {
        var isOver = false;
        if (audience.IsAuthorized && RefusalOf(http, out isOver) is { } refusal)
        {
            await OfrepResponse.SendFailureAsync(http, refusal).ConfigureAwait(false);
            return;
        }

        if (!audience.TryEnter())
        {
            await OfrepResponse.SendFailureAsync(http, OfrepFailure.TooManyStreams).ConfigureAwait(false);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, audience.Changes.Stopping);
        try
        {
            Begin(http);
            if (isOver)
            {
                // The client asks for answers, with which it is given its next ticket. The pause is for one that may not any more.
                await SendAsync(http, "retry: 60000\n" + Event(audience.Changes.Latest), ended.Token).ConfigureAwait(false);
                return;
            }

            await RunAsync(http, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client is gone, or the app stops: then the end of the stream makes the client connect again, elsewhere.
        }
        catch (IOException)
        {
            // So it is here.
        }
        finally
        {
            audience.Leave();
        }
    }

    private OfrepFailure? RefusalOf(HttpContext http, out bool isOver)
    {
        isOver = false;
        if (site.Tickets is null || !site.Tickets.TryRead(http.Request.Query[Ticket], OfrepHolder.AudienceOf(http), out var user, out isOver))
        {
            return OfrepFailure.BadTicket;
        }

        // A request that nobody has signed has the ticket alone, and a ticket of nobody in particular is anybody's.
        var own = OfrepHolder.UserOf(http);
        return own.Length == 0 || user.Length == 0 || own == user ? null : OfrepFailure.OfAnother;
    }

    private static void Begin(HttpContext http)
    {
        var headers = http.Response.Headers;
        http.Response.ContentType = "text/event-stream";
        headers.CacheControl = "private, no-store, no-transform";
        headers.Append(HeaderNames.Vary, "Cookie, Origin");
        headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private async Task RunAsync(HttpContext http, CancellationToken ended)
    {
        var changes = audience.Changes;
        var woken = changes.Woken;
        var sent = changes.Latest;
        await SendAsync(http, HasMissed(http, sent) ? Event(sent) : $"id: {sent.Id}\n\n", ended).ConfigureAwait(false);
        while (true)
        {
            await woken.WaitAsync(ended).ConfigureAwait(false);
            woken = changes.Woken;
            if (changes.Latest.Id == sent.Id)
            {
                await http.Response.Body.WriteAsync(Comment, ended).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(ended).ConfigureAwait(false);
                continue;
            }

            if (_spread > TimeSpan.Zero)
            {
                var delay = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)_spread.TotalMilliseconds + 1));
                await Task.Delay(delay, site.Clock, ended).ConfigureAwait(false);
                woken = changes.Woken;
            }

            sent = changes.Latest;
            await SendAsync(http, Event(sent), ended).ConfigureAwait(false);
        }
    }

    // A client does not ask after it has connected, so what changed between its question and now would stay unknown to it.
    private bool HasMissed(HttpContext http, OfrepChanges.State now)
    {
        var last = http.Request.Headers[LastEventId].ToString();
        return last.Length > 0 ? last != now.Id && !site.Ids.IsOf(last, now.Fingerprint) : site.Clock.GetUtcNow() - now.ChangedAt < Recent;
    }

    private static string Event(OfrepChanges.State state)
    {
        var since = state.ChangedAt > DateTimeOffset.UnixEpoch
            ? string.Create(CultureInfo.InvariantCulture, $",\"lastModified\":{state.ChangedAt.ToUnixTimeSeconds()}")
            : "";
        return $"event: message\nid: {state.Id}\ndata: {{\"type\":\"refetchEvaluation\",\"etag\":\"{state.Id}\"{since}}}\n\n";
    }

    private static async Task SendAsync(HttpContext http, string text, CancellationToken ended)
    {
        await http.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(text), ended).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(ended).ConfigureAwait(false);
    }
}
