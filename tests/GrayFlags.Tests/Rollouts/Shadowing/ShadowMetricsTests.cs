using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Shadowing;

[NonParallelizable]
public sealed class ShadowMetricsTests
{
    [Test]
    public async Task Shadows_AreCountedByFlagAndVerdict()
    {
        var services = new ServiceCollection().AddMetrics();
        services.AddGrayFlags();
        await using var provider = services.BuildServiceProvider();
        var meters = provider.GetRequiredService<IMeterFactory>();
        var counted = new ConcurrentBag<string>();
        using var arrived = new SemaphoreSlim(0);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "grayflags.shadows" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) =>
            {
                counted.Add($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
                arrived.Release();
            });
        listener.Start();
        var runner = provider.GetRequiredService<ShadowRunner>();

        var reported = 0;

        await RunAsync(1);
        await RunAsync(2);
        runner.Dispose();
        await RunAsync(1);
        Assert.That(reported, Is.EqualTo(3), "what is counted has been reported");

        Assert.That(counted, Is.EquivalentTo(new[]
        {
            "1 feature_flag.key=pricing grayflags.shadow.verdict=match",
            "1 feature_flag.key=pricing grayflags.shadow.verdict=mismatch",
            "1 feature_flag.key=pricing grayflags.shadow.verdict=dropped",
        }));

        Task RunAsync(int upgraded)
        {
            runner.TryRun("pricing", Task.FromResult(1), _ => Task.FromResult(upgraded), report: _ => reported++);
            return arrived.WaitAsync();
        }
    }
}
