using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Tests.Shadowing;

/// <summary>Listens to the shadows of one site: what came of each, in the order in which they ended.</summary>
internal sealed class ShadowCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _ended = new();
    private readonly SemaphoreSlim _arrived = new(0);

    public ShadowCounts(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "grayflags.shadows" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            _ended.Enqueue($"{Tag(tags, "feature_flag.key")} {Tag(tags, "grayflags.shadow.verdict")}");
            _arrived.Release();
        });
        _listener.Start();
    }

    public IReadOnlyList<string> SoFar => [.. _ended];

    /// <summary>Waits until so many more have ended, and gives all.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(int more = 1)
    {
        for (var count = 0; count < more; count++)
        {
            await _arrived.WaitAsync();
        }

        return SoFar;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _arrived.Dispose();
    }

    private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value;
            }
        }

        return null;
    }
}
