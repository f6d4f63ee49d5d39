using System.Globalization;
using GrayFlags.Simulation;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>Arms that are alike, on several nodes: how often any of them stops the rollout all the same.</summary>
/// <param name="name">The case.</param>
/// <param name="scenario">What is played.</param>
internal sealed class FleetAlarms(string name, FleetScenario scenario) : Experiment("alike", name)
{
    private static readonly double[] Risks = [0.05, 0.01];

    public override double[] Play(ulong seed) => FleetStream.Run(scenario, seed);

    public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends)
    {
        foreach (var risk in Risks)
        {
            var alarms = ends.Count(end => end[0] >= -Math.Log(risk));
            var verdict = scenario.IsEachAlone ? Verdict.None : Wilson.Holds(alarms, ends.Count, risk) ? Verdict.Pass : Verdict.Short;
            yield return new Figure(
                $"alarms at {risk * 100} %", Percent(risk), Percent((double)alarms / ends.Count), Wilson.Text(alarms, ends.Count), verdict);
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.00} %");
}
