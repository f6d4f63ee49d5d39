using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>An original endpoint whose upgraded version runs as a shadow for a share of requests, after the response was sent.</summary>
internal sealed class ShadowedEndpoint(
    string flag,
    double share,
    GrayShadowOptions options,
    RequestDelegate original,
    ShadowCall upgraded,
    GrayRequests requests,
    RequestFlags flags,
    ShadowRunner runner,
    ShadowDifferences differences,
    ShadowPlaces places)
{
    public Task InvokeAsync(HttpContext http) =>
        options.Methods.Contains(http.Request.Method) && runner.IsSampled(ShareOf(http)) ? InvokeShadowedAsync(http) : original(http);

    private double ShareOf(HttpContext http)
    {
        var request = requests.Of(http);
        return request.Flags.ShadowShare(flag, flags.ContextAside(request, http), share);
    }

    private async Task InvokeShadowedAsync(HttpContext http)
    {
        var copy = new RequestCopy(http, requests.Of(http), options.MaxBodyBytes);
        var answered = new BodyCopy(options.MaxBodyBytes);
        var (requestBody, response) = (http.Request.Body, http.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        var read = copy.TeeOf(requestBody);
        http.Request.Body = read ?? requestBody;
        http.Features.Set<IHttpResponseBodyFeature>(new TeeResponse(response, answered));
        try
        {
            await original(http).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            RunWhenOut(http, copy, read, Task.FromException<GrayShadowAnswer?>(exception));
            throw;
        }
        finally
        {
            http.Request.Body = requestBody;
            http.Features.Set(response);
        }

        if (answered.IsWhole)
        {
            RunWhenOut(
                http,
                copy,
                read,
                Task.FromResult<GrayShadowAnswer?>(new GrayShadowAnswer(http.Response.StatusCode, http.Response.ContentType, answered.Bytes)));
        }
        else
        {
            differences.NotComparable(flag);
        }
    }

    private void RunWhenOut(HttpContext http, RequestCopy copy, TeeStream? read, Task<GrayShadowAnswer?> answer)
    {
        // A body that the original has not read was not copied, and nobody waits for it here.
        if (!copy.Body.IsWhole || read is { HasEnded: false })
        {
            differences.NotComparable(flag);
            return;
        }

        http.Response.OnCompleted(() =>
        {
            GrayShadowAnswer? other = null;
            var place = places.Begin(flag);
            runner.TryRun(
                flag,
                answer,
                async cancellationToken =>
                {
                    try
                    {
                        // The flag may have been stopped while the shadow waited. Then there is no difference, and the original's answer is used.
                        return other = requests.Evaluator.ShadowShare(flag, copy.Context, share) > 0
                            ? await upgraded.RunAsync(copy, cancellationToken).ConfigureAwait(false)
                            : await answer.ConfigureAwait(false);
                    }
                    finally
                    {
                        place.End();
                    }
                },
                IsEqual,
                result =>
                {
                    if (result.Verdict == ShadowVerdict.TimedOut)
                    {
                        place.TimeOut();
                    }

                    differences.Report(flag, result, answer, other);
                });
            return Task.CompletedTask;
        });
    }

    // A missing body exceeded the limit for comparison.
    private bool IsEqual(GrayShadowAnswer? one, GrayShadowAnswer? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && (options.Equal?.Invoke(one, other) ?? IsSame(one, other)));

    private static bool IsSame(GrayShadowAnswer one, GrayShadowAnswer other) =>
        one.StatusCode == other.StatusCode && one.Body.Span.SequenceEqual(other.Body.Span);
}
