using GrayFlags;
using Microsoft.AspNetCore.Builder;

namespace GrayFlags.AspNetCore.Tests.Kit;

internal static class Shown
{
    /// <summary>Maps <c>/context</c>, which writes who asks.</summary>
    public static void MapContext(this WebApplication app) => app.MapGet("/context", (IGrayContextAccessor accessor) => Of(accessor.Context));

    public static string Of(GrayContext? context) => context is null
        ? "none"
        : $"user={context.UserId} region={context.Region}"
            + string.Concat(context.AttributeNames.Order(StringComparer.Ordinal).Select(name => $" {name}={context[name]}"));

    /// <summary>The first cookie of a response as a request sends it back; null where there is none.</summary>
    public static string? Cookie(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First().Split(';')[0] : null;
}
