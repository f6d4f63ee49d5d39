using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>Asks a site as a client of the protocol does.</summary>
internal static class OfrepSiteExtensions
{
    public const string Bulk = "/ofrep/v1/evaluate/flags";

    public static async Task<OfrepReply> AskAsync(
        this TestSite site, string path, string body = """{"context":{}}""", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await site.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var all = string.Join('\n', response.Headers.Concat(response.Content.Headers).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));
        return new OfrepReply((int)response.StatusCode, text, response.Headers.ETag?.ToString(), response.Headers.CacheControl, all);
    }

    /// <summary>The answers of all flags, as <c>name=value reason variant</c>.</summary>
    public static async Task<string> AnswersAsync(this TestSite site, string context = "{}", params (string Name, string Value)[] headers)
    {
        var reply = await site.AskAsync(Bulk, "{\"context\":" + context + "}", headers);
        return string.Join("; ", reply.Json.GetProperty("flags").EnumerateArray().Select(Show));
    }

    /// <summary>Waits until rules are live that have a flag, or do not have it any more.</summary>
    public static async Task ReloadedAsync(this TestSite site, string flag, bool isThere = true)
    {
        var flags = site.Services.GetRequiredService<IGrayFlagsMonitor>();
        for (var left = 3_000; flags.GetFlags().Any(known => known.Name == flag) != isThere; left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            await Task.Delay(10);
        }
    }

    public static string Show(JsonElement answer) =>
        $"{answer.GetProperty("key").GetString()}={(answer.TryGetProperty("value", out var value) ? value.GetRawText() : "default")}"
        + $" {answer.GetProperty("reason").GetString()} {answer.GetProperty("variant").GetString()}";

    internal sealed record OfrepReply(int Status, string Body, string? Tag, CacheControlHeaderValue? Cache, string Headers)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
