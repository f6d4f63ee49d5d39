using System.Net;

namespace GrayFlags.Providers.Http;

/// <summary>Sends the requests of a provider: with the app's headers, to its origin only.</summary>
internal sealed class HttpSender(HttpRuleProviderOptions options) : IDisposable
{
    private const int MaxRedirects = 5;
    private const string UserAgent = "GrayFlags";

    private readonly HttpClient? _own = options.CreateHttpClient is null
        ? new HttpClient(OwnHttpHandler.Create(options.Timeout)) { Timeout = Timeout.InfiniteTimeSpan }
        : null;

    /// <summary>Sends a GET and returns when the headers of the answer are there. The body is still to be read, under the same token.</summary>
    /// <param name="uri">The address.</param>
    /// <param name="accept">The content type that is wanted.</param>
    /// <param name="prepare">Adds the provider's own headers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FetchFailure">The request would go to, or came from, somewhere else.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri uri, string accept, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var client = _own ?? options.CreateHttpClient!();
            using var request = await CreateAsync(client, uri, accept, prepare, cancellationToken).ConfigureAwait(false);
            var sent = request.RequestUri!;
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (request.RequestUri is { } answered && !HttpAddressCheck.IsSameOrigin(answered, sent))
            {
                response.Dispose();
                throw new FetchFailure(FailureText.FollowedRedirect, PollOutcome.Refused);
            }

            if (redirects == MaxRedirects || NextHop(response, sent) is not { } next)
            {
                return response;
            }

            response.Dispose();
            uri = next;
        }
    }

    public void Dispose() => _own?.Dispose();

    private async Task<HttpRequestMessage> CreateAsync(
        HttpClient client, Uri uri, string accept, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        // The client's own defaults hold for requests that it makes itself; without them HTTP/2 could not be had.
        var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy };
        try
        {
            foreach (var (name, value) in options.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            AddIfAbsent(request, "Accept", accept);
            AddIfAbsent(request, "User-Agent", UserAgent);
            prepare(request);
            if (options.ConfigureRequest is { } configure)
            {
                // A delegate that ignores its token must not hold the load for ever, and what it throws when nobody waits any more is nobody's.
                var preparation = configure(request, cancellationToken).AsTask();
                _ = preparation.ContinueWith(
                    static task => task.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
                await preparation.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            if (request.RequestUri is not { IsAbsoluteUri: true } configured || !HttpAddressCheck.IsSameOrigin(configured, uri))
            {
                throw new FetchFailure(FailureText.OriginChanged, PollOutcome.Refused);
            }

            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private Uri? NextHop(HttpResponseMessage response, Uri sent)
    {
        var isRedirect = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!options.AllowSameOriginRedirects || !isRedirect || response.Headers.Location is not { } location)
        {
            return null;
        }

        var next = location.IsAbsoluteUri ? location : new Uri(sent, location);
        return HttpAddressCheck.IsSameOrigin(next, sent) && next.UserInfo.Length == 0 ? next : null;
    }

    private static void AddIfAbsent(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.NonValidated.Contains(name))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
