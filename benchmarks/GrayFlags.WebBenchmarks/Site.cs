using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Providers;

namespace GrayFlags.WebBenchmarks;

/// <summary>One app behind Kestrel, in a process of its own; it prints its address and serves until its input ends.</summary>
internal static class Site
{
    public const string UserHeader = "X-User";
    public const string RegionHeader = "X-Region";

    // The user of the load is in it: every answer is hello.
    private const string Rules = """{ "flags": { "hello": { "rules": { "china": { "regions": ["CN"], "percentage": 50 } } } } }""";

    public static async Task ServeAsync(SiteKind kind)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (kind is SiteKind.Context or SiteKind.Gate)
        {
            builder.Services.AddGrayFlags().AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(Rules))).AddAspNetCore(o =>
            {
                o.UserId = http => http.Request.Headers[UserHeader];
                o.RegionHeader = RegionHeader;
            });
        }

        await using var app = builder.Build();
        var hello = app.MapGet("/", () => "hello");
        if (kind == SiteKind.Gate)
        {
            hello.RequireGrayFlag("hello");
        }

        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        while (await Console.In.ReadLineAsync() is not null)
        {
            // How much was allocated so far.
            Console.WriteLine(GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture));
        }

        await app.StopAsync();
    }
}
