using System.Diagnostics.Metrics;

namespace GrayFlags.Tests.Telemetry;

/// <summary>Listens to one evaluator's meter, and reads it when asked.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value, string Tags)> _read = [];

    /// <param name="isMeant">Which meter: tests run beside others that have one of the same name.</param>
    public MeterReader(Func<Meter, bool> isMeant)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "GrayFlags" && isMeant(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What the instrument says now: its tags, and the value.</summary>
    public IReadOnlyDictionary<string, double> Read(string name)
    {
        _read.Clear();
        _listener.RecordObservableInstruments();
        return _read.Where(each => each.Name == name).ToDictionary(each => each.Tags, each => each.Value);
    }

    public IEnumerable<string> Everything()
    {
        _read.Clear();
        _listener.RecordObservableInstruments();
        return _read.Select(each => $"{each.Name} {each.Tags}");
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _read.Add((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}
