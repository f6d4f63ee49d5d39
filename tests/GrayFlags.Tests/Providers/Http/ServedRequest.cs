using Microsoft.AspNetCore.Http;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>A request as the server saw it.</summary>
internal sealed record ServedRequest(string Path, string Query, IReadOnlyDictionary<string, string> Headers)
{
    public string? IfNoneMatch => Headers.GetValueOrDefault("If-None-Match");

    public string? IfModifiedSince => Headers.GetValueOrDefault("If-Modified-Since");

    public static ServedRequest Of(HttpRequest request) => new(
        request.Path.Value!,
        request.QueryString.Value ?? "",
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
}
