using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Names in addresses.</summary>
internal static class Names
{
    /// <summary>A name of the route. Routing leaves an encoded slash as it is; flags may have one in their names.</summary>
    public static string Of(HttpContext http, string key) =>
        ((string?)http.Request.RouteValues[key] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
