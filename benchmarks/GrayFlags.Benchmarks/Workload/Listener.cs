using System.Diagnostics.Metrics;

namespace GrayFlags.Benchmarks.Workload;

/// <summary>Listens to the metrics of one evaluator, as an exporter does; the others of the process stay unheard.</summary>
internal static class Listener
{
    // Kept alive: a listener that is collected listens no more.
    private static readonly List<MeterListener> All = [];

    public static GrayEvaluator Attached(Func<GrayEvaluator> create)
    {
        var isMeant = false;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (isMeant && instrument.Meter.Name == "GrayFlags")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.Start();
        isMeant = true;
        var evaluator = create();
        isMeant = false;
        All.Add(listener);
        return evaluator;
    }
}
