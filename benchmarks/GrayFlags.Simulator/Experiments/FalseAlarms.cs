using System.Globalization;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>Arms that are alike: how often a guard is breached all the same.</summary>
/// <param name="row">The row of the table.</param>
/// <param name="name">Which case of it.</param>
/// <param name="scenario">What is played.</param>
internal sealed class FalseAlarms(string row, string name, Scenario scenario) : Experiment(row, name)
{
    private const double SplitRisk = 0.001;

    private static readonly double[] Risks = [0.05, 0.01];

    public override double[] Play(ulong seed) => ScenarioStream.Run(scenario, seed);

    public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends)
    {
        var names = Array.ConvertAll(scenario.Guards, guard => guard.Name);
        for (var guard = 0; guard < names.Length; guard++)
        {
            foreach (var risk in Risks)
            {
                var alarms = ends.Count(end => end[guard] >= -Math.Log(risk));
                yield return new Figure(
                    $"{names[guard]}, alarms at {risk * 100} %",
                    Percent(risk), Percent((double)alarms / ends.Count), Wilson.Text(alarms, ends.Count),
                    Wilson.Holds(alarms, ends.Count, risk) ? Verdict.Pass : Verdict.Short);
            }
        }

        foreach (var (what, place) in new[] { ("split mismatch", 0), ("silent arm", 1) })
        {
            var told = ends.Count(end => end[names.Length + place] > 0);
            if (!scenario.IsSplitFair || told > 0)
            {
                var isHeld = Wilson.Holds(told, ends.Count, SplitRisk);
                yield return new Figure(
                    what, scenario.IsSplitFair ? Percent(SplitRisk) : "", Percent((double)told / ends.Count), Wilson.Text(told, ends.Count),
                    !scenario.IsSplitFair ? Verdict.None : isHeld ? Verdict.Pass : Verdict.Short);
            }
        }

        if (scenario.StatusBar is { } bar)
        {
            var worst = ends.Max(end => end[names.Length + 2]);
            yield return new Figure(
                "rate in the status beside that of all calls, furthest off", Percent(bar), Percent(worst), "", worst <= bar ? Verdict.Pass : Verdict.Short);
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.00} %");
}
