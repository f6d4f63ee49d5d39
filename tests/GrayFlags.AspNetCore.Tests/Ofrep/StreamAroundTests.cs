using System.IO.Compression;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>A stream beside what apps put around all of their endpoints, and what its ids give away.</summary>
[Fault("R13")]
public sealed class StreamAroundTests
{
    private const string Before = """{ "flags": { "shown": { "clientSide": true, "default": false } } }""";
    private const string After = """{ "flags": { "shown": { "clientSide": true, "default": true } } }""";

    // When the other request has run out of its time, the stream, which is older, has outlived its own.
    [TestCase(false)]
    [TestCase(true, TestName = "Also where the app has written a time for the mapping")]
    public async Task Timeout_OfAllRequests_DoesNotEndIt(bool hasOwn)
    {
        await using var site = await TestSite.StartAsync(
            Before,
            app =>
            {
                app.UseRequestTimeouts();
                var mapped = app.MapGrayOfrep(o => o.EventSpread = TimeSpan.Zero);
                if (hasOwn)
                {
                    mapped.WithRequestTimeout(TimeSpan.FromMilliseconds(50));
                }

                app.MapGet("/slow", async http => await Task.Delay(Timeout.Infinite, http.RequestAborted));
            },
            services: services => services.AddRequestTimeouts(o => o.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(50) }));
        using var events = await EventStreamReader.OpenAsync(site);
        await events.NextAsync();

        Assert.That(await site.GetAsync("/slow"), Does.StartWith("504"));
        site.Rules.SetJson(After);
        Assert.That(await events.NextAsync(), Does.Contain("refetchEvaluation"));
    }

    // A compression that holds back all until the end.
    [Test]
    public async Task Compression_DoesNotHoldItBack()
    {
        await using var site = await TestSite.StartAsync(
            Before,
            app =>
            {
                app.UseResponseCompression();
                app.MapGrayOfrep();
            },
            services: services => services.AddResponseCompression(o =>
            {
                o.MimeTypes = ["text/event-stream"];
                o.Providers.Add(new Withholding());
            }));
        using var events = await EventStreamReader.OpenAsync(site, headers: ("Accept-Encoding", "gzip"));

        Assert.That(await events.NextAsync(), Does.StartWith("id: "));
    }

    // A digest of rules alone would be the same in any process, and so one of a guess at them.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Id_IsNoneThatRulesAloneGive(bool hasKeys)
    {
        await using var one = await StartAsync(hasKeys ? new EphemeralDataProtectionProvider() : null);
        await using var guess = await StartAsync(hasKeys ? new EphemeralDataProtectionProvider() : null);
        using var events = await EventStreamReader.OpenAsync(one);
        using var guessed = await EventStreamReader.OpenAsync(guess);
        var id = (await events.NextAsync())![4..];

        Assert.That(id, Is.Not.EqualTo((await guessed.NextAsync())![4..]));
        Assert.That(id, Does.Match("^[A-Za-z0-9_-]{22,}$"));
        Assert.That(id, Does.Not.Contain(one.Services.GetRequiredService<IGrayFlagsMonitor>().FingerprintOf(FlagSelection.ClientSide)));
    }

    [Test]
    public async Task Id_OfAnotherInstanceWithTheSameKeys_IsKnown()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var one = await StartAsync(keys);
        await using var other = await StartAsync(keys);
        using var events = await EventStreamReader.OpenAsync(one);
        var id = (await events.NextAsync())![4..];
        using var again = await EventStreamReader.OpenAsync(other, headers: ("Last-Event-ID", id));

        Assert.That(await again.NextAsync(), Does.StartWith("id: "), "nothing was missed");
        other.Rules.SetJson(After);
        Assert.That(await again.NextAsync(), Does.Contain("refetchEvaluation"));
        using var later = await EventStreamReader.OpenAsync(other, headers: ("Last-Event-ID", id));
        Assert.That(await later.NextAsync(), Does.Contain("refetchEvaluation"));
    }

    private static Task<TestSite> StartAsync(IDataProtectionProvider? keys) => TestSite.StartAsync(
        Before,
        app => app.MapGrayOfrep(o => o.EventSpread = TimeSpan.Zero),
        services: services =>
        {
            if (keys is not null)
            {
                services.AddSingleton(keys);
            }
        });

    private sealed class Withholding : ICompressionProvider
    {
        public string EncodingName => "gzip";

        public bool SupportsFlush => false;

        public Stream CreateStream(Stream outputStream) => new BufferedStream(new GZipStream(outputStream, CompressionLevel.Fastest), 1 << 20);
    }
}
