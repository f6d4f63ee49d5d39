using System.Globalization;
using GrayFlags.Simulator.Services;

namespace GrayFlags.Simulator.Experiments;

/// <summary>The experiments behind what is promised of the guard.</summary>
internal static class Table
{
    private const int NullOutcomes = 10_000;
    private const int ShortNullOutcomes = 1_000;
    private const double Spread = 0.8;
    private const double Slack = 1.2;

    private static readonly double[] Rates = [0.001, 0.01, 0.1, 0.5];
    private static readonly double[] Shares = [0.01, 0.05, 0.25, 0.5];

    /// <param name="isShort">With shorter streams of equal arms, for tests.</param>
    public static IEnumerable<Experiment> Rows(bool isShort)
    {
        var outcomes = isShort ? ShortNullOutcomes : NullOutcomes;
        foreach (var (rate, share) in Rates.SelectMany(_ => Shares, (rate, share) => (rate, share)))
        {
            var stream = new OutcomeStream(new FailingService(rate, rate), share);
            yield return new FalseAlarms(string.Create(CultureInfo.InvariantCulture, $"equal arms, {rate:0.#%} fail, share {share:0%}"), seed => stream.Run(seed, outcomes, 0));
        }

        yield return new FalseAlarms("equal arms, a ramp 1 -> 5 -> 25 -> 50 % through an incident", RampStream.Run);
        yield return new FalseAlarms("equal arms, 1 % of users fail half of their calls", new BrokenUsersStream(SimulatedPlan.Of([25], 0.01, new FailingService(0, 0).Guard)).Run);
        foreach (var experiment in Detections())
        {
            yield return experiment;
        }
    }

    private static IEnumerable<Experiment> Detections()
    {
        (double Canary, double Few, double Half)[] failing = [(0.5, 7, 18), (0.03, 490, 1_048), (0.02, 1_599, 3_233)];
        foreach (var (canary, few, half) in failing)
        {
            var (service, name) = (new FailingService(0.01, canary), string.Create(CultureInfo.InvariantCulture, $"failures 1 % -> {canary:0%}"));
            yield return new Detection($"{name}, share 5 %", few, Slack, new OutcomeStream(service, 0.05));
            yield return new Detection($"{name}, share 50 %", half, Slack, new OutcomeStream(service, 0.5));
        }

        SlowService slower = new(SlowService.P95, 1.5, Spread), mean = new(SlowService.Mean, 1.2, Spread);
        yield return new Detection("latency x1.5, p95, share 5 %", 164, Slack, new OutcomeStream(slower, 0.05));
        yield return new Detection("latency x1.5, p95, share 50 %", 575, Slack, new OutcomeStream(slower, 0.5));
        yield return new Detection("latency x1.2, mean, share 5 %", 336, Slack, new OutcomeStream(mean, 0.05));
        yield return new Detection("latency x1.2, mean, share 50 %", 879, Slack, new OutcomeStream(mean, 0.5));
        yield return new Detection("scores 0.79 -> 0.66, share 10 %", 79, Slack, new OutcomeStream(new ScoredService(0.79, 0.66), 0.1));
        yield return new Detection("a dead canary at 1 %, failures", 15, 1, new OutcomeStream(new FailingService(0.01, 1), 0.01), countFailures: true);
    }
}
