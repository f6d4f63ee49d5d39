using System.Diagnostics.Metrics;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Telemetry;

/// <summary>What a request brings makes no new series: neither who asks, nor a name that somebody put into an address or a header.</summary>
[Fault("X15")]
public sealed class SeriesTests
{
    private const int Requests = 300;
    private const string Canary = "S3CR3T";

    [Test]
    public async Task Series_AreBounded_WhateverRequestsBring()
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "orders-v2": { "rules": { "half": { "percentage": 50 } } }, "closed": false } }""",
            app =>
            {
                app.UseGrayVersionHeader("orders", "orders-v2");
                app.UseRouting();
                app.MapGrayUpgrade("/orders/{id}", "orders-v2", (string id) => id, (string id) => id).WithShadow(1);
                app.MapGet("/closed", () => "in").RequireGrayFlag("closed");
                app.MapGet("/any/{flag}", (string flag, IGrayEvaluator flags) => flags.IsEnabled(flag));
            },
            flags => flags.AddAspNetCore(o =>
            {
                o.UserId = http => http.Request.Headers["X-User"];
                o.RegionHeader = "X-Region";
                o.OverrideKey = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
            }),
            services => services.AddMetrics());
        using var series = new SeriesCount(site.Services);
        for (var index = 0; index < Requests; index++)
        {
            var who = new[] { ("X-User", $"{Canary}-{index}"), ("X-Region", $"{Canary}-{index}"), (GrayOverrideHeader.Name, $"{Canary}-{index}=on") };
            await site.GetAsync($"/orders/{Canary}-{index}", who);
            await site.GetAsync("/closed", who);
            await site.GetAsync($"/any/{Canary}-{index}", who);
        }

        var found = series.Read();

        // Of orders-v2: on, off. Of closed: off. Of whatever is unknown: one. And what came of shadows: four verdicts at most.
        Assert.That(found.Where(one => one.StartsWith("grayflags.evaluations ", StringComparison.Ordinal)), Has.Exactly(4).Items);
        Assert.That(found.Count(one => one.StartsWith("grayflags.shadows ", StringComparison.Ordinal)), Is.InRange(1, 4));
        Assert.That(found, Has.None.Contains(Canary));
    }

    // All series of the site's own meter that have been measured.
    private sealed class SeriesCount : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly HashSet<string> _series = [];

        public SeriesCount(IServiceProvider services)
        {
            var meters = services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "GrayFlags" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => See(instrument, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => See(instrument, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => See(instrument, tags));
            _listener.Start();
        }

        public IReadOnlyCollection<string> Read()
        {
            _listener.RecordObservableInstruments();
            lock (_series)
            {
                return [.. _series];
            }
        }

        public void Dispose() => _listener.Dispose();

        private void See(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var series = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}";
            lock (_series)
            {
                _series.Add(series);
            }
        }
    }
}
