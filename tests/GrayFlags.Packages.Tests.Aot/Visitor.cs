using System.Net;

namespace GrayFlags.Packages.Tests.Aot;

/// <summary>A browser with cookies of its own.</summary>
internal sealed class Visitor(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public void Dispose() => _client.Dispose();

    public Task<string> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    public Task<string> PostAsync(string path) => SendAsync(HttpMethod.Post, path, []);

    /// <summary>The status and, where there is one, the body behind a space.</summary>
    private async Task<string> SendAsync(HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _client.SendAsync(request);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}".TrimEnd();
    }
}
