using System.Text.Json;

namespace GrayFlags.AspNetCore.Tests.Kit;

/// <summary>A client of the hub at /hub that polls: each answer is fetched by a request of its own.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly TestSite _site;
    private readonly (string, string)[] _headers;
    private readonly string _address;
    private Task<string> _polled;
    private int _count;

    private HubClient(TestSite site, string address, (string, string)[] headers)
    {
        (_site, _address, _headers) = (site, address, headers);
        _polled = site.GetAsync(address, headers);
    }

    public static async Task<HubClient> ConnectAsync(TestSite site, params (string, string)[] headers)
    {
        using var negotiated = await site.SendAsync(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1", headers);
        var address = "/hub?id=" + JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync()).RootElement.GetProperty("connectionToken").GetString();
        await site.GetAsync(address, headers);
        var client = new HubClient(site, address, headers);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client._polled;
        client._polled = site.GetAsync(address, headers);
        return client;
    }

    /// <summary>Calls a method without arguments, and waits for its result or its error.</summary>
    public async Task InvokeAsync(string method)
    {
        var id = $"{++_count}";
        await SendAsync($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[]}""");
        while (true)
        {
            var received = await _polled;
            _polled = _site.GetAsync(_address, _headers);
            foreach (var message in received[4..].Split(End, StringSplitOptions.RemoveEmptyEntries))
            {
                if (JsonDocument.Parse(message).RootElement.TryGetProperty("invocationId", out var answered) && answered.GetString() == id)
                {
                    return;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var ended = await _site.SendAsync(HttpMethod.Delete, _address, _headers);
        await _polled;
    }

    private async Task SendAsync(string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(message + End) };
        foreach (var (name, value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _site.Client.SendAsync(request);
    }
}
