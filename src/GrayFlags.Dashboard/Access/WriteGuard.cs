using GrayFlags.Dashboard.Answers;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GrayFlags.Dashboard.Access;

/// <summary>Refuses writes that a page of another site has made in a user's browser.</summary>
internal sealed class WriteGuard(IAntiforgery antiforgery, IOptions<AntiforgeryOptions> options)
{
    public const string Header = "X-Gray-Antiforgery";

    private const string Bearer = "Bearer ";

    public async Task<Answer?> RefusalAsync(HttpContext http)
    {
        var request = http.Request;
        if (IsOfAnotherSite(request))
        {
            return Answer.Failure(StatusCodes.Status403Forbidden, "crossSite", "The request comes from a page of another site.");
        }

        if (!request.HasJsonContentType())
        {
            return Answer.Failure(StatusCodes.Status415UnsupportedMediaType, "contentType", "The content type has to be application/json.");
        }

        // No page of another site can set this header without asking first, and nothing answers that question.
        if (request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // The app's own forms may use another header for their tokens.
        request.Headers[options.Value.HeaderName!] = request.Headers[Header];
        try
        {
            await antiforgery.ValidateRequestAsync(http).ConfigureAwait(false);
            return null;
        }
        catch (AntiforgeryValidationException)
        {
            return Answer.Failure(StatusCodes.Status400BadRequest, "antiforgery", $"The header {Header} has no token of api/session, or an old one.");
        }
    }

    /// <summary>A token for the pages, whose other half is a cookie.</summary>
    /// <remarks>
    /// The cookie would be for the app's path base, and a browser that comes through a proxy which adds a part to the path would never send it: it is for the
    /// whole host.
    /// </remarks>
    public string TokenOf(HttpContext http)
    {
        var pathBase = http.Request.PathBase;
        http.Request.PathBase = default;

        // It sets the same, and warns in the app's log when it finds something there.
        http.Response.Headers.CacheControl = default;
        try
        {
            return antiforgery.GetAndStoreTokens(http).RequestToken ?? "";
        }
        finally
        {
            http.Request.PathBase = pathBase;
        }
    }

    // Behind a proxy the app may not know its own name; browsers that say where a request comes from know it.
    private static bool IsOfAnotherSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site != "same-origin";
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
