using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.WebBenchmarks;

/// <summary>
/// The apps, each behind a Kestrel of its own, in one process: what they share is compiled once, and lies at one place. They serve until the input ends.
/// </summary>
internal static class Sites
{
    public const string Command = "serve";
    public const string UserHeader = "X-User";
    public const string RegionHeader = "X-Region";
    public const string Body = "hello";

    // The user of the load is in it: every answer is hello.
    private const string Rules =
        """{ "flags": { "hello": { "rules": { "half": { "percentage": 50 } } },"""
        + """ "hello-china": { "rules": { "half": { "regions": ["CN"], "percentage": 50 } } } } }""";

    public static async Task ServeAsync(IReadOnlyList<SiteKind> kinds)
    {
        var apps = kinds.Select(Build).ToList();
        foreach (var app in apps)
        {
            await app.StartAsync();
            Console.WriteLine(app.Urls.Single());
        }

        while (await Console.In.ReadLineAsync() is not null)
        {
            // What was spent so far.
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.TotalMicroseconds} {GC.GetTotalAllocatedBytes()}"));
        }

        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }
    }

    private static WebApplication Build(SiteKind kind)
    {
        var builder = WebApplication.CreateBuilder();
        // The output is for what the other side asks.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (kind is SiteKind.Context or SiteKind.Gate or SiteKind.RegionGate)
        {
            builder.Services.AddGrayFlags().AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(Rules))).AddAspNetCore(o =>
            {
                o.UserId = http => http.Request.Headers[UserHeader];
                o.RegionHeader = kind == SiteKind.RegionGate ? RegionHeader : null;
            });
        }

        var app = builder.Build();
        var hello = app.MapGet("/", () => Body);
        if (kind is SiteKind.Gate or SiteKind.RegionGate)
        {
            hello.RequireGrayFlag(kind == SiteKind.Gate ? "hello" : "hello-china");
        }

        return app;
    }
}
