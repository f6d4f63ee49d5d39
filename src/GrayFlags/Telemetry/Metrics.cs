using System.Diagnostics.Metrics;

namespace GrayFlags.Telemetry;

/// <summary>The meter <c>GrayFlags</c>. Values are read on observation; calls are counted only while somebody listens.</summary>
/// <remarks>Bounded series: existing flags, providers and kinds of answers, never user input.</remarks>
internal sealed class Metrics : IDisposable
{
    public const string MeterName = "GrayFlags";

    private const string EnabledTag = "grayflags.enabled";
    private const string ProviderTag = "grayflags.provider";

    private readonly Meter _meter;
    private readonly ObservableCounter<long> _evaluations;

    /// <param name="factory">The app's factory, so that its listeners find the meter; null for a meter of our own.</param>
    /// <param name="answers">The number of answers by flag and kind.</param>
    /// <param name="status">The status of the rules.</param>
    /// <param name="unknownFlags">The number of calls for flags that do not exist.</param>
    /// <param name="unreadableAttributes">The number of answers that met an attribute an operator cannot read.</param>
    public Metrics(
        IMeterFactory? factory, Func<IEnumerable<(string Flag, bool Enabled, DecisionReason Reason, DecisionError Error, long Count)>> answers,
        Func<GrayFlagsStatus> status, Func<long> unknownFlags, Func<long> unreadableAttributes)
    {
        _meter = factory?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _evaluations =
            _meter.CreateObservableCounter("grayflags.evaluations", () => Evaluations(answers()), "{evaluation}", "Answers given while anyone listens.");
        _meter.CreateObservableCounter("grayflags.unknown_flags", unknownFlags, "{evaluation}", "Calls for flags that no document defines.");
        _meter.CreateObservableCounter(
            "grayflags.unreadable_attributes", unreadableAttributes, "{evaluation}", "Answers during which an operator could not read an attribute.");
        _meter.CreateObservableCounter(
            "grayflags.condition_failures", () => status().ConditionFailures, "{failure}", "Evaluations of custom conditions that threw.");
        _meter.CreateObservableCounter("grayflags.rules.reloads", () => status().Generation, "{reload}", "Rule sets that went live.");
        _meter.CreateObservableCounter("grayflags.provider.failures", () => Failures(status()), "{failure}", "Loads that returned no valid document.");
        _meter.CreateObservableGauge("grayflags.rules.age", () => Ages(status()), "s", "The time since the rules last changed.");
        _meter.CreateObservableGauge("grayflags.flags", () => status().FlagCount, "{flag}", "The number of flags that are live.");
        _meter.CreateObservableGauge(
            "grayflags.ready",
            () => status().State switch { GrayFlagsState.NotReady => 0, GrayFlagsState.Degraded => 1, _ => 2 },
            null,
            "0: no rules yet, 1: degraded, 2: ready.");
    }

    /// <summary>True while somebody listens, so that answers must be counted.</summary>
    public Instrument Counted => _evaluations;

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Evaluations(
        IEnumerable<(string Flag, bool Enabled, DecisionReason Reason, DecisionError Error, long Count)> answers)
    {
        foreach (var (flag, enabled, reason, error, count) in answers)
        {
            yield return error == DecisionError.None
                ? new(count, new(TelemetryNames.Key, flag), new(TelemetryNames.Reason, TelemetryNames.Of(reason)), new(EnabledTag, enabled))
                : new(
                    count,
                    new(TelemetryNames.Key, flag),
                    new(TelemetryNames.Reason, TelemetryNames.Of(reason)),
                    new(EnabledTag, enabled),
                    new(TelemetryNames.ErrorType, TelemetryNames.Of(error)));
        }
    }

    private static IEnumerable<Measurement<long>> Failures(GrayFlagsStatus status) =>
        status.Providers.Select(provider => new Measurement<long>(provider.Failures, new KeyValuePair<string, object?>(ProviderTag, provider.Name)));

    private static IEnumerable<Measurement<double>> Ages(GrayFlagsStatus status) => status.Age is { } age ? [new(age.TotalSeconds)] : [];
}
