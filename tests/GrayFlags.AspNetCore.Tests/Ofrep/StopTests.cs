using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>An app that stops waits for none of its streams, whatever they wait for.</summary>
[Fault("R13")]
public sealed class StopTests
{
    private const string Before = """{ "flags": { "shown": { "clientSide": true, "default": false } } }""";
    private const string After = """{ "flags": { "shown": { "clientSide": true, "default": true }, "later": true } }""";

    // By this clock the delay of an event never ends.
    [Test]
    public async Task Stream_ThatDelaysAnEvent_EndsWithTheApp()
    {
        var clock = new ManualTimeProvider();
        await using var site = await StartAsync(clock, TimeSpan.FromMinutes(1));
        using var events = await EventStreamReader.OpenAsync(site);
        await events.NextAsync();
        await IdleAsync(clock);
        var timers = clock.ArmedTimers;

        site.Rules.SetJson(After);
        await site.ReloadedAsync("later");
        for (var left = 300; clock.ArmedTimers <= timers && left > 0; left--)
        {
            await Task.Delay(10);
        }

        site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.That(await events.NextAsync(), Is.Null);
    }

    [Test]
    public async Task Stream_ThatBeginsWhileTheAppStops_Ends()
    {
        await using var site = await StartAsync(new ManualTimeProvider(), TimeSpan.Zero);
        using var before = await EventStreamReader.OpenAsync(site);
        await before.NextAsync();

        site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.That(await before.NextAsync(), Is.Null);
        for (var number = 0; number < 3; number++)
        {
            using var late = await EventStreamReader.OpenAsync(site);
            for (var left = 2; await late.NextAsync() is not null; left--)
            {
                Assert.That(left, Is.GreaterThan(0));
            }
        }
    }

    // What was set up by the start and the first stream has set its timers.
    private static async Task IdleAsync(ManualTimeProvider clock)
    {
        for (int last = -1, same = 0; same < 10;)
        {
            await Task.Delay(10);
            (last, same) = clock.ArmedTimers is var now && now == last ? (last, same + 1) : (now, 0);
        }
    }

    private static Task<TestSite> StartAsync(ManualTimeProvider clock, TimeSpan spread) => TestSite.StartAsync(
        Before,
        app => app.MapGrayOfrep(o => o.EventSpread = spread),
        services: services => services.AddSingleton<TimeProvider>(clock));
}
