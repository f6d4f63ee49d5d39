using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Names in addresses.</summary>
internal static class Names
{
    private const string EncodedSlash = "%2F";

    /// <summary>A name of the route, decoded once. Flags may have a slash in their names.</summary>
    /// <remarks>
    /// The server leaves an encoded slash as it is, and so does routing: <c>a%2Fb</c> and <c>a%252Fb</c> are the same to both. Only the address as it was sent
    /// tells them apart.
    /// </remarks>
    public static string Of(HttpContext http, string key)
    {
        var name = (string?)http.Request.RouteValues[key] ?? "";
        if (!name.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        // An app that rewrites addresses has none that belongs to the name.
        return Sent(http, key) is { } sent && AsRouted(sent) == name
            ? Uri.UnescapeDataString(sent)
            : name.Replace(EncodedSlash, "/", StringComparison.OrdinalIgnoreCase);
    }

    // The segment of the name, counted from the end, where no path base counts.
    private static string? Sent(HttpContext http, string key)
    {
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.PathSegments: var pattern } || http.Features.Get<IHttpRequestFeature>() is not { } request)
        {
            return null;
        }

        var fromEnd = pattern.Reverse().TakeWhile(segment => !segment.Parts.OfType<RoutePatternParameterPart>().Any(part => part.Name == key)).Count() + 1;
        var segments = request.RawTarget.Split('?')[0].TrimEnd('/').Split('/');
        return fromEnd <= segments.Length ? segments[^fromEnd] : null;
    }

    private static string AsRouted(string sent) => Uri.UnescapeDataString(
        sent.Replace("%2f", "%252f", StringComparison.Ordinal).Replace(EncodedSlash, "%252F", StringComparison.Ordinal));
}
