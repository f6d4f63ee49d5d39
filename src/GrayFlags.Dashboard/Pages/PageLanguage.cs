using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Pages;

/// <summary>The language of a page: what this request accepts, and not what the server speaks.</summary>
internal static class PageLanguage
{
    public static string Of(HttpRequest request, IList<string> languages)
    {
        var accepted = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(value => value.Quality ?? 1).Select(value => value.Value.ToString());
        foreach (var tag in accepted)
        {
            if (languages.FirstOrDefault(language => PrimaryOf(language).Equals(PrimaryOf(tag), StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                return known;
            }
        }

        return languages[0];
    }

    // zh, zh-CN and zh-TW are all given zh-Hans: closer to them than English is.
    private static string PrimaryOf(string tag) => tag.Split('-')[0];
}
