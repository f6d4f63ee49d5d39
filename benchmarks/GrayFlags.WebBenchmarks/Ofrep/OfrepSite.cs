using System.Globalization;
using System.Text;
using GrayFlags;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.WebBenchmarks.Ofrep;

/// <summary>A site that shows 100 flags, a third each of shares, of rules with conditions, and of variants with values.</summary>
internal static class OfrepSite
{
    public const int Flags = 100;

    /// <summary>A stream of nobody's, which waits for nothing: what a connection costs on its own.</summary>
    public const string Bare = "/bare";

    public static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var provider = new InMemoryRuleProvider();
        provider.SetJson(Document());
        builder.Services.AddGrayFlags().AddProvider(provider).AddAspNetCore(o => o.UserId = static http => http.Request.Headers["X-User"]);
        var app = builder.Build();
        app.MapGrayOfrep(o =>
        {
            o.BodyAttributes.Add("plan");
            o.MaxEventStreams = 20_000;
        });
        app.MapGet(Bare, static async (HttpContext http) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("id: 1\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        app.Urls.Add("http://127.0.0.1:0");
        return app;
    }

    private static string Document()
    {
        var flags = new StringBuilder();
        for (var number = 0; number < Flags; number++)
        {
            var rest = (number % 3) switch
            {
                0 => $$"""
                    "rules": { "some": { "percentage": {{number}} } }
                    """,
                1 => """
                    "rules": { "pro": { "when": { "plan": ["pro", "max"] } }, "south": { "regions": ["CN-GD"], "percentage": 50 } }
                    """,
                _ => """
                    "variants": { "a": { "value": "#0b5fff", "weight": 1 }, "b": { "value": { "size": 12, "bold": true }, "weight": 1 } }, "default": "split"
                    """,
            };
            var comma = number == 0 ? "" : ",";
            flags.Append(CultureInfo.InvariantCulture, $"{comma} \"feature-number-{number:00}\": {{ \"clientSide\": true, {rest} }}");
        }

        return $$"""{ "flags": { {{flags}} } }""";
    }
}
