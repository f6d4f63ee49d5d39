using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary>The operations API of a dashboard.</summary>
internal sealed class OperationsApi : IDisposable
{
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client;

    public OperationsApi(Uri address, string? token)
    {
        // A redirect would carry the token, or a decision, to somewhere else.
        // A proxy is for what is elsewhere: over http:// it would read the token, and its loopback is its own.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !IsLoopback(address) })
        {
            BaseAddress = address,
            Timeout = Patience,
            MaxResponseContentBufferSize = MostBytes,
        };
        if (token is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>True for an address of this machine.</summary>
    public static bool IsLoopback(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>The innermost thing that is known of a failure.</summary>
    public static string Reason(HttpRequestException exception) => exception.InnerException?.Message ?? exception.Message;

    /// <summary>The path of a flag's rollout.</summary>
    public static string PathOf(string flag) => $"api/rollouts/{Uri.EscapeDataString(flag)}";

    /// <summary>Reads.</summary>
    /// <param name="path">The path, below the dashboard's.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    /// <exception cref="UsageException">The caller may not, there is nothing, or it is no such API.</exception>
    /// <exception cref="HttpRequestException">There is no answer at the moment.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var (status, body) = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return status == HttpStatusCode.OK ? body : throw (IsForNow(status) ? ForNow(status, body) : Refusal(status, body));
    }

    /// <summary>Asks for an operation.</summary>
    /// <exception cref="UsageException">The caller may not, there is nothing, or it is no such API.</exception>
    /// <exception cref="HttpRequestException">There is no answer at the moment.</exception>
    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string reason, string? expectedRevision)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("reason", reason);
            if (expectedRevision is not null)
            {
                json.WriteString("expectedRevision", expectedRevision);
            }

            json.WriteEndObject();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(Encoding.UTF8.GetString(content.ToArray()), Encoding.UTF8, "application/json"),
        };
        try
        {
            var (status, body) = await SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            return status is HttpStatusCode.OK or HttpStatusCode.Conflict || (status == HttpStatusCode.ServiceUnavailable && Text(body, "code").Length > 0)
                ? (status, body)
                : throw (IsForNow(status) ? ForNow(status, body) : Refusal(status, body));
        }
        catch (HttpRequestException exception)
            when (!IsBeforeSending(exception.HttpRequestError) && exception.StatusCode is not HttpStatusCode.TooManyRequests)
        {
            throw new UsageException($"{Reason(exception)}: it may have been done all the same; see 'grayflags rollout status'");
        }
    }

    /// <summary>A field of an answer as text; empty when there is none.</summary>
    public static string Text(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) ? value.ToString() : "";

    /// <summary>True when a field of an answer is.</summary>
    public static bool IsTrue(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    public void Dispose() => _client.Dispose();

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (response.Content.Headers.ContentType?.MediaType != "application/json")
            {
                throw IsForNow(response.StatusCode) ? ForNow(response.StatusCode, body: default)
                    : IsRedirect(response.StatusCode) ? Redirect(response.Headers.Location)
                    : new UsageException($"{_client.BaseAddress} is no dashboard: the answer is {(int)response.StatusCode}, and no JSON");
            }

            using var json = JsonDocument.Parse(bytes);
            return IsRedirect(response.StatusCode) ? throw Redirect(response.Headers.Location) : (response.StatusCode, json.RootElement.Clone());
        }
        catch (JsonException)
        {
            throw new UsageException($"{_client.BaseAddress} is no dashboard: its answer is no JSON");
        }
        catch (OperationCanceledException)
        {
            throw new HttpRequestException(cancellationToken.IsCancellationRequested ? "no answer in time" : $"no answer for {Patience.TotalSeconds} s");
        }
    }

    // What passes: an app that starts, a store that is away, a proxy without an app behind it, a limit on requests.
    private static bool IsForNow(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    private static bool IsBeforeSending(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError;

    private static bool IsRedirect(HttpStatusCode status) => (int)status is >= 300 and < 400;

    private static HttpRequestException ForNow(HttpStatusCode status, JsonElement body)
    {
        var message = Text(body, "message");
        return new HttpRequestException($"the answer is {(int)status}{(message.Length > 0 ? $": {message}" : "")}", inner: null, status);
    }

    private UsageException Redirect(Uri? location) => new(
        $"{_client.BaseAddress} sends elsewhere{(location is null ? "" : $", to {location.OriginalString}")}, which is not followed: "
        + "give the address of the dashboard, and a token if it asks people to sign in");

    private UsageException Refusal(HttpStatusCode status, JsonElement body) => new(status switch
    {
        HttpStatusCode.Unauthorized => $"{_client.BaseAddress} does not know the caller: give a token by --token @file or {ApiOptions.DefaultVariable}",
        HttpStatusCode.BadRequest when Text(body, "code") == "antiforgery" =>
            $"{_client.BaseAddress} takes operations of a command with a token only: give one by --token @file or {ApiOptions.DefaultVariable}",
        HttpStatusCode.Forbidden => $"{_client.BaseAddress} refuses it: {Text(body, "message")}",
        _ => $"{_client.BaseAddress}: {Text(body, "message")} ({(int)status})",
    });
}
