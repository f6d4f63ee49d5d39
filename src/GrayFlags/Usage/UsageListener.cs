using System.Diagnostics.Metrics;

namespace GrayFlags.Usage;

/// <summary>Has the evaluator count its answers, as a listener to its metrics does, and observes nothing itself.</summary>
internal sealed class UsageListener : IDisposable
{
    private readonly MeterListener _listener = new();

    public UsageListener(Instrument counted)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument, counted))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
