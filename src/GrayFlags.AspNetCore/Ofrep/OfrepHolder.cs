using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Those for whom a ticket is: the user of the request itself, never of its body, and the place of the mapping.</summary>
internal static class OfrepHolder
{
    /// <summary>The account of a request, by the id that its context has; by its name where there is none, and empty where nobody is known.</summary>
    public static string UserOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<RequestContextBuilder>().AccountOf(http)
            ?? (http.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : "");

    /// <summary>Tells the streams of one mapping from those of others, also where one has parts of its route in common for several tenants.</summary>
    public static string AudienceOf(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var prefix = path[..Math.Max(0, path.LastIndexOf(OfrepEndpoints.Prefix, StringComparison.OrdinalIgnoreCase))];
        return (http.Request.PathBase.Value + prefix).ToUpperInvariant();
    }
}
