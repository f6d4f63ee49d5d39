using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.WebBenchmarks.Ofrep;

/// <summary>
/// Answers of 100 flags, without a server around them: the endpoint alone, called by one thread. What a server adds is the same for every endpoint. And the
/// memory of a server of its own with many streams that are idle.
/// </summary>
internal static class OfrepRun
{
    public const string Command = "ofrep";
    public const string Serve = "ofrep-serve";

    private const int Warm = 20_000;
    private const int Calls = 50_000;

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"context":{"targetingKey":"u","plan":"pro"}}""");

    public static async Task RunAsync(TextWriter output, int streams)
    {
        await using var app = OfrepSite.Build();
        await app.StartAsync().ConfigureAwait(false);
        var bulk = app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Single(endpoint => endpoint.RoutePattern.RawText == "/ofrep/v1/evaluate/flags")
            .RequestDelegate!;
        var first = await CallAsync(app.Services, bulk, null).ConfigureAwait(false);
        if (first.Length < OfrepSite.Flags * 50)
        {
            throw new InvalidOperationException("There are no answers to measure.");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Answers of {OfrepSite.Flags} flags: {first.Length} bytes, {Calls} calls"));
        await MeasureAsync(output, "200", app.Services, bulk, null).ConfigureAwait(false);
        await MeasureAsync(output, "304", app.Services, bulk, first.Tag).ConfigureAwait(false);
        output.WriteLine(await OfrepStreams.MeasureAsync(OfrepSite.Bare, streams).ConfigureAwait(false));
        output.WriteLine(await OfrepStreams.MeasureAsync("/ofrep/v1/events", streams).ConfigureAwait(false));
    }

    private static async Task MeasureAsync(TextWriter output, string name, IServiceProvider services, RequestDelegate bulk, string? tag)
    {
        for (var call = 0; call < Warm; call++)
        {
            await CallAsync(services, bulk, tag).ConfigureAwait(false);
        }

        var times = new double[Calls];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var call = 0; call < Calls; call++)
        {
            var began = Stopwatch.GetTimestamp();
            await CallAsync(services, bulk, tag).ConfigureAwait(false);
            times[call] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls;
        Array.Sort(times);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: p50 {times[Calls / 2]:0.0} us, p99 {times[Calls * 99 / 100]:0.0} us, {bytes} bytes allocated a call, context and request included"));
    }

    private static async Task<(int Length, string Tag)> CallAsync(IServiceProvider services, RequestDelegate bulk, string? tag)
    {
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            http.Request.Method = HttpMethods.Post;
            http.Request.Path = "/ofrep/v1/evaluate/flags";
            http.Request.Headers["X-User"] = "u-4711";
            http.Request.Headers.IfNoneMatch = tag;
            http.Request.Body = new MemoryStream(Body, writable: false);
            http.Request.ContentLength = Body.Length;
            var sent = new CountingStream();
            http.Response.Body = sent;
            await bulk(http).ConfigureAwait(false);
            return ((int)sent.Length, http.Response.Headers.ETag.ToString());
        }
    }
}
