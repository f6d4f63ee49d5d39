using System.Globalization;
using GrayFlags.Simulation;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>A canary of which 3 % of the calls fail beside 1 %: how many of its outcomes a whole fleet takes, beside one process, at a risk of 5 %.</summary>
/// <param name="name">The case.</param>
/// <param name="scenario">What is played.</param>
internal sealed class FleetDetection(string name, FleetScenario scenario) : Experiment("1 % -> 3 %", name)
{
    public const double Risk = 0.05;
    private const double Slack = 1.1;

    /// <summary>The traffic of one node.</summary>
    public static FleetScenario Failing { get; } = new()
    {
        IsOnceOnly = true, Broken = 0, Rate = 0.01, CanaryRate = 0.03, CallsPerSecond = 10, Seconds = 24 * 3_600, EndsAtRisk = Risk,
    };

    private FleetScenario OneProcess { get; } = Failing with { IsEachAlone = true, CallsPerSecond = scenario.CallsPerSecond * scenario.Nodes };

    public override double[] Play(ulong seed) => [FleetStream.Run(scenario, seed)[1], FleetStream.Run(OneProcess, seed)[1]];

    public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends)
    {
        var (mean, one) = (ends.Average(end => end[0]), ends.Average(end => end[1]));
        var differences = ends.Select(end => end[0] - (Slack * end[1])).ToArray();
        var difference = differences.Average();
        var error = Math.Sqrt(differences.Average(value => (value - difference) * (value - difference)) / differences.Length);
        var verdict = scenario.IsEachAlone ? Verdict.None
            : difference <= 0 ? Verdict.Pass
            : difference - (Wilson.Judged * error) <= 0 ? Verdict.Open
            : Verdict.Short;
        yield return new Figure("canary outcomes of the fleet, mean", Show(Slack * one), Show(mean), "", verdict, $"one process {Show(one)}");
    }

    private static string Show(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
