using System.Globalization;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>The two endpoints that answer: one flag for a server, all of them for a client with one user.</summary>
internal sealed class OfrepAnswers(OfrepAudience audience, OfrepSite site)
{
    private const string EncodedSlash = "%2F";

    private readonly GrayOfrepOptions _options = audience.Options;

    public Task BulkAsync(HttpContext http) => GuardedAsync(http, null, BulkCoreAsync);

    public Task SingleAsync(HttpContext http)
    {
        // Routing decodes all but the slash, which some clients encode and others do not.
        var key = (http.GetRouteValue("key") as string ?? "").Replace(EncodedSlash, "/", StringComparison.OrdinalIgnoreCase);
        return GuardedAsync(http, key, (asked, context) => SingleCoreAsync(asked, context, key));
    }

    private async Task GuardedAsync(HttpContext http, string? key, Func<HttpContext, GrayContext, Task> answer)
    {
        try
        {
            var (context, failure) = await OfrepBody.ReadAsync(http, _options).ConfigureAwait(false);
            await (failure is null ? answer(http, context!) : OfrepResponse.SendFailureAsync(http, failure, key)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            // The server's own limits.
            var failure = exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? OfrepFailure.TooLarge(_options.MaxBodyBytes) : OfrepFailure.NoJson;
            await OfrepResponse.SendFailureAsync(http, failure with { Status = exception.StatusCode }, key).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException) && !http.Response.HasStarted)
        {
            Log.OfrepFailed(site.Logger, exception);
            await OfrepResponse.SendFailureAsync(http, OfrepFailure.Internal).ConfigureAwait(false);
        }
    }

    private async Task SingleCoreAsync(HttpContext http, GrayContext context, string key)
    {
        var flags = FlagsOf(http);
        var answer = flags.Peek(key, context, _options.Flags);
        if (answer.Decision.Error is DecisionError.FlagNotFound or DecisionError.NotReady)
        {
            var failure = answer.Decision.Error == DecisionError.NotReady ? OfrepFailure.NotReady : OfrepFailure.NotFound;
            await OfrepResponse.SendFailureAsync(http, failure, key).ConfigureAwait(false);
            return;
        }

        site.Guards.Look(flags);
        using var body = new PooledBuffer();
        using (var json = OfrepJson.WriterTo(body))
        {
            OfrepJson.WriteAnswer(json, answer, _options.HasMetadata);
        }

        await OfrepResponse.SendAsync(http, body).ConfigureAwait(false);
    }

    private async Task BulkCoreAsync(HttpContext http, GrayContext context)
    {
        var flags = FlagsOf(http);
        var answers = flags.EvaluateAll(context, _options.Flags);
        if (answers.Version.Length == 0)
        {
            await OfrepResponse.SendFailureAsync(http, OfrepFailure.NotReady).ConfigureAwait(false);
            return;
        }

        site.Guards.Look(flags);
        var stream = StreamFor(http);
        using var body = new PooledBuffer();
        int length;
        using (var json = OfrepJson.WriterTo(body))
        {
            length = OfrepJson.WriteBulk(json, answers, _options.HasMetadata, stream.Address);
        }

        var tag = EntityTag.Of(body.Written.Span[..length], stream.Identity);
        http.Response.Headers.ETag = tag;
        if (EntityTag.IsIn(http.Request.Headers.IfNoneMatch, tag))
        {
            OfrepResponse.NotModified(http);
            return;
        }

        await OfrepResponse.SendAsync(http, body).ConfigureAwait(false);
    }

    // Of the request, so that gates and the app's own code agree with it.
    private static IGrayEvaluatorSnapshot FlagsOf(HttpContext http) => http.RequestServices.GetRequiredService<IGrayEvaluatorSnapshot>();

    // By the path that the client took, so that it is right in a group, in a branch and behind a proxy that says what it strips.
    private (string? Address, string Identity) StreamFor(HttpContext http)
    {
        if (!_options.Events || (audience.IsAuthorized && site.Tickets is null))
        {
            return (null, "");
        }

        // From now on a change is noted, also before the client has opened its stream.
        _ = audience.Changes.Latest;
        var path = http.Request.Path.Value ?? "";
        var prefix = path[..Math.Max(0, path.LastIndexOf(OfrepEndpoints.Prefix + OfrepEndpoints.Bulk, StringComparison.OrdinalIgnoreCase))];
        var address = http.Request.PathBase.Add(prefix + OfrepEndpoints.Prefix + OfrepEndpoints.Events).ToUriComponent();
        if (!audience.IsAuthorized)
        {
            return (address, address);
        }

        var (tickets, user) = (site.Tickets!, OfrepHolder.UserOf(http));
        return (
            $"{address}?{OfrepEvents.Ticket}={tickets.For(OfrepHolder.AudienceOf(http), user)}",
            string.Create(CultureInfo.InvariantCulture, $"{address}?{tickets.Now}&{user}"));
    }
}
