using System.Diagnostics.Metrics;

namespace GrayFlags.Telemetry;

/// <summary>The progress of rollouts, in the meter <c>GrayFlags</c>. Bounded series: flags with a rollout, their guards, and the phases.</summary>
internal sealed class RolloutMetrics : IDisposable
{
    private const string PhaseTag = "grayflags.rollout.phase";
    private const string GuardTag = "grayflags.rollout.guard";

    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _alarms;

    /// <param name="factory">The app's factory, so that its listeners find the meter; null for a meter of our own.</param>
    public RolloutMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(new MeterOptions(Metrics.MeterName)) ?? new Meter(Metrics.MeterName);
        _alarms = _meter.CreateCounter<long>("grayflags.rollout.alarms", "{alarm}", "Limits that were breached after a rollout had completed.");
        _steps = _meter.CreateCounter<long>("grayflags.rollout.steps", "{step}", "Steps of rollouts, by the phase that they led to.");
    }

    /// <summary>Starts to publish the state of rollouts.</summary>
    public void Show(Func<IReadOnlyList<RolloutStatus>> rollouts)
    {
        _meter.CreateObservableGauge("grayflags.rollout.percentage", () => rollouts().Select(Percentage), "%", "The share that rollouts admit.");
        _meter.CreateObservableGauge("grayflags.rollout.stage", () => rollouts().Select(Stage), "{stage}", "The stage that rollouts are in, from 0.");
        _meter.CreateObservableGauge(
            "grayflags.rollout.samples.missing", () => rollouts().Select(Missing), "{sample}", "Settled outcomes that the stage still waits for.");
        _meter.CreateObservableGauge(
            "grayflags.rollout.evidence",
            () => rollouts().SelectMany(Evidence),
            "1",
            "The evidence of guards against rollouts, as a fraction of the threshold for a breach.");
        ShowFleet(
            rollouts,
            "grayflags.fleet.nodes",
            "{node}",
            "Instances whose outcomes the log of the fleet has had in the last 30 seconds.",
            fleet => fleet.Nodes);
        ShowFleet(rollouts, "grayflags.fleet.lag", "{entry}", "Entries of the fleet's log that this instance has not weighed yet.", fleet => fleet.Lag);
        ShowFleet(
            rollouts,
            "grayflags.fleet.batches.dropped",
            "{batch}",
            "Batches of outcomes that were dropped because the store was away for too long.",
            fleet => fleet.DroppedBatches);
        ShowFleet(
            rollouts,
            "grayflags.fleet.cut_off",
            "1",
            "1 while the store has not answered or taken anything for 15 seconds and the instance weighs its own outcomes alone, else 0.",
            fleet => fleet.IsCutOff ? 1 : 0);
        ShowFleet(
            rollouts,
            "grayflags.fleet.sampling.ratio",
            "1",
            "The part of the users whose calls are recorded: 1 for all, less where the log would have more than 5,000 a second.",
            fleet => fleet.SamplingRatio);
    }

    public void Step(RolloutChange change)
    {
        if (change is { From: RolloutPhase.Completed, To: RolloutPhase.Completed })
        {
            _alarms.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Key, change.Flag));
            return;
        }

        _steps.Add(1, new(TelemetryNames.Key, change.Flag), new(PhaseTag, Of(change.To)));
    }

    public void Dispose() => _meter.Dispose();

    private void ShowFleet<T>(
        Func<IReadOnlyList<RolloutStatus>> rollouts, string name, string unit, string description, Func<RolloutFleetStatus, T> value)
        where T : struct =>
        _meter.CreateObservableGauge(
            name,
            () => rollouts().Where(static status => status.Fleet is not null)
                .Select(status => new Measurement<T>(value(status.Fleet!), new KeyValuePair<string, object?>(TelemetryNames.Key, status.Record.Flag))),
            unit,
            description);

    private static Measurement<double> Percentage(RolloutStatus status) =>
        new(status.Percentage, new(TelemetryNames.Key, status.Record.Flag), new(PhaseTag, Of(status.Record.Phase)));

    private static Measurement<int> Stage(RolloutStatus status) =>
        new(status.Record.Stage, new(TelemetryNames.Key, status.Record.Flag), new(PhaseTag, Of(status.Record.Phase)));

    private static Measurement<long> Missing(RolloutStatus status) =>
        new(Math.Max(status.Remaining.SamplesWanted - status.Remaining.Samples, 0), new KeyValuePair<string, object?>(TelemetryNames.Key, status.Record.Flag));

    private static IEnumerable<Measurement<double>> Evidence(RolloutStatus status) => status.Guards.Select(guard =>
        new Measurement<double>(guard.Evidence / guard.Threshold, new(TelemetryNames.Key, status.Record.Flag), new(GuardTag, guard.Name)));

    private static string Of(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Pending => "pending",
        RolloutPhase.Running => "running",
        RolloutPhase.Completed => "completed",
        RolloutPhase.Paused => "paused",
        RolloutPhase.Withheld => "withheld",
        RolloutPhase.Cancelled => "cancelled",
        _ => "rolled_back",
    };
}
