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
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
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

    /// <summary>The path of a flag's rollout.</summary>
    public static string PathOf(string flag) => $"api/rollouts/{Uri.EscapeDataString(flag)}";

    /// <summary>Reads.</summary>
    /// <exception cref="UsageException">The caller may not, there is nothing, or it is no such API.</exception>
    /// <exception cref="HttpRequestException">There is no answer at the moment.</exception>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var (status, body) = await SendAsync(request).ConfigureAwait(false);
        return status == HttpStatusCode.OK ? body : throw Refusal(status, body);
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
        var (status, body) = await SendAsync(request).ConfigureAwait(false);
        return status is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable ? (status, body) : throw Refusal(status, body);
    }

    /// <summary>A field of an answer as text; empty when there is none.</summary>
    public static string Text(JsonElement json, string field) => json.TryGetProperty(field, out var value) ? value.ToString() : "";

    public void Dispose() => _client.Dispose();

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        try
        {
            using var response = await _client.SendAsync(request).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if ((int)response.StatusCode >= 500 && !IsJson(response))
            {
                throw new HttpRequestException($"the answer is {(int)response.StatusCode}");
            }

            if (!IsJson(response))
            {
                throw new UsageException($"{_client.BaseAddress} is no dashboard: the answer is {(int)response.StatusCode}, and no JSON");
            }

            using var json = JsonDocument.Parse(bytes);
            return (response.StatusCode, json.RootElement.Clone());
        }
        catch (JsonException)
        {
            throw new UsageException($"{_client.BaseAddress} is no dashboard: its answer is no JSON");
        }
        catch (TaskCanceledException)
        {
            throw new HttpRequestException($"no answer for {Patience.TotalSeconds} s");
        }
    }

    private static bool IsJson(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "application/json";

    private UsageException Refusal(HttpStatusCode status, JsonElement body)
    {
        var message = body.ValueKind == JsonValueKind.Object ? Text(body, "message") : "";
        return new UsageException(status switch
        {
            HttpStatusCode.Unauthorized => $"{_client.BaseAddress} does not know the caller: give a token by --token @file or {ApiOptions.DefaultVariable}",
            HttpStatusCode.Forbidden => $"{_client.BaseAddress} refuses it: {message}",
            _ => $"{_client.BaseAddress}: {message} ({(int)status})",
        });
    }
}
