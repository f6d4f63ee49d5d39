using System.Globalization;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>A canary that is worse from the beginning: how many of its outcomes it takes until the guard is breached, on average, at a risk of 1 %.</summary>
/// <param name="row">The row of the table.</param>
/// <param name="name">Which case of it.</param>
/// <param name="before">What the first edition took, on average.</param>
/// <param name="stream">What is played.</param>
internal sealed class FreshDetection(string row, string name, double before, OutcomeStream stream) : Experiment(row, name)
{
    private const double Risk = 0.01;
    private const double Slack = 1.2;
    private const int Most = 500_000;

    public override double[] Play(ulong seed) => [stream.Run(seed, Most, Risk).Canary];

    public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends)
    {
        var outcomes = ends.Select(end => end[0]).Order().ToArray();
        var mean = outcomes.Average();
        var error = Math.Sqrt(outcomes.Average(count => (count - mean) * (count - mean)) / outcomes.Length);
        var bar = before * Slack;
        var verdict = mean <= bar ? Verdict.Pass : mean - (Wilson.Judged * error) <= bar ? Verdict.Open : Verdict.Short;
        yield return new Figure(
            "judged canary outcomes, mean", Show(bar), Show(mean), $"{Show(mean - (Wilson.Shown * error))} - {Show(mean + (Wilson.Shown * error))}", verdict,
            $"first edition {Show(before)}; half within {Show(outcomes[outcomes.Length / 2])}, 95 % within {Show(outcomes[outcomes.Length * 95 / 100])}");
    }

    private static string Show(double number) => number.ToString("#,0.0", CultureInfo.InvariantCulture);
}
