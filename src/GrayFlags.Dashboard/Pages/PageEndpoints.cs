using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Endpoint = GrayFlags.Dashboard.Endpoints.Endpoint;

namespace GrayFlags.Dashboard.Pages;

/// <summary>The page, and the files that it loads. All addresses in them are relative, so that they work behind any path.</summary>
internal sealed class PageEndpoints(DashboardSite site)
{
    public IEnumerable<Endpoint> All => [Endpoint.GetAsync("", PageAsync), Endpoint.GetAsync("assets/{version}/{file}", FileAsync)];

    private async Task<Answer?> PageAsync(HttpContext http)
    {
        var path = (http.Request.PathBase + http.Request.Path).Value ?? "";
        if (!path.EndsWith('/'))
        {
            // Relative, since a proxy may have taken a part of the address away that nobody here knows of; and escaped behind a dot, since the segment may be
            // of the caller's making: another host, for a browser, or what a header cannot hold.
            http.Response.StatusCode = StatusCodes.Status302Found;
            http.Response.Headers.Location = "./" + Uri.EscapeDataString(path[(path.LastIndexOf('/') + 1)..]) + "/";
            return Answer.Given;
        }

        var language = PageLanguage.Of(http.Request, site.Options.Languages);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentLanguage = language;
        http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        await http.Response.WriteAsync(PageFiles.Page(language, site.Options.Languages), http.RequestAborted).ConfigureAwait(false);
        return Answer.Given;
    }

    private static async Task<Answer?> FileAsync(HttpContext http)
    {
        var name = Names.Of(http, "file");
        if (Names.Of(http, "version") != PageFiles.Version || PageFiles.Find(name) is not { } file)
        {
            return Answer.NotFound("There is no such file.");
        }

        http.Response.ContentType = file.ContentType;
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        http.Response.ContentLength = file.Content.Length;
        await http.Response.Body.WriteAsync(file.Content, http.RequestAborted).ConfigureAwait(false);
        return Answer.Given;
    }
}
