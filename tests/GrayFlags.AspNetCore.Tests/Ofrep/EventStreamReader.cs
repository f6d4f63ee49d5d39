using GrayFlags.AspNetCore.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>An open stream of events, read as blocks between empty lines.</summary>
internal sealed class EventStreamReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end = new();
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventStreamReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _lines = new StreamReader(body);
    }

    public static async Task<EventStreamReader> OpenAsync(TestSite site, string path = "/ofrep/v1/events", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await Unless200Async(response));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        return new EventStreamReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The lines of the next block, put together by <c>|</c>; null at the end.</summary>
    public async Task<string?> NextAsync()
    {
        var block = new List<string>();
        while (await _lines.ReadLineAsync(_end.Token).AsTask().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0)
            {
                return string.Join('|', block);
            }

            block.Add(line);
        }

        return null;
    }

    public void Dispose()
    {
        _end.Cancel();
        _response.Dispose();
        _lines.Dispose();
        _end.Dispose();
    }

    private static async Task<string> Unless200Async(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync();
}
