using System.Diagnostics.Metrics;

namespace GrayFlags.Telemetry;

/// <summary>The results of shadows, in the meter <c>GrayFlags</c>. Bounded series: names in the code and four verdicts.</summary>
internal sealed class ShadowMetrics : IDisposable
{
    private const string VerdictTag = "grayflags.shadow.verdict";

    private readonly Meter _meter;
    private readonly Counter<long> _runs;

    /// <param name="factory">The app's factory, so that its listeners find the meter; null for a meter of our own.</param>
    public ShadowMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(new MeterOptions(Metrics.MeterName)) ?? new Meter(Metrics.MeterName);
        _runs = _meter.CreateCounter<long>("grayflags.shadows", "{run}", "Upgraded calls run beside original ones, by verdict.");
    }

    public void Count(string flag, string verdict) => _runs.Add(1, new(TelemetryNames.Key, flag), new(VerdictTag, verdict));

    public void Dispose() => _meter.Dispose();
}
