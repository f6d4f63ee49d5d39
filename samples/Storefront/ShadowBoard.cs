using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Storefront;

/// <summary>Counts what shadows have shown, as a dashboard would: from the meter.</summary>
internal sealed class ShadowBoard : IHostedService, IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "GrayFlags", Name: "grayflags.shadows" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (var (name, verdict) in tags)
            {
                if (name == "grayflags.shadow.verdict")
                {
                    _counts.AddOrUpdate((string)verdict!, value, (_, before) => before + value);
                }
            }
        });
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
