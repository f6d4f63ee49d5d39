using System.Globalization;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>How much later a true rollback comes because somebody sends calls against it: each stream is played with and without them.</summary>
/// <param name="row">The row of the table.</param>
/// <param name="name">Which case of it.</param>
/// <param name="late">What is played, with hostility.</param>
/// <param name="hasBar">By ending, whether there is a bar.</param>
internal sealed class AttackDelay(string row, string name, Late late, params bool[] hasBar) : Experiment(row, name)
{
    private const double First = 1.3;
    private const double Both = 5;
    private const double BothCalls = 40;

    public override double[] Play(ulong seed) => [.. LateStream.Run(late, seed), .. LateStream.Run(late with { Hostility = null }, seed)];

    public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends)
    {
        for (var ending = 0; ending < late.Endings.Length; ending++)
        {
            for (var guard = 0; guard < LateStream.Guards.Length; guard++)
            {
                yield return Judge(ends, ending, guard);
            }
        }
    }

    private Figure Judge(IReadOnlyList<double[]> ends, int ending, int guard)
    {
        var (seconds, calls, calm) =
            (LateStream.PlaceOf(ending, guard, isInSeconds: true), LateStream.PlaceOf(ending, guard, isInSeconds: false), ends[0].Length / 2);
        var pairs = ends.Where(end => end[seconds] >= 0 && end[calm + seconds] >= 0).ToArray();
        var (factor, error) = Ratio(Array.ConvertAll(pairs, pair => (pair[seconds], pair[calm + seconds])));
        var beyond = pairs.Average(pair => pair[calls]);
        var (low, high) = (factor - (Wilson.Shown * error), factor + (Wilson.Shown * error));
        var (bar, allowed) = guard == 0 ? (First, 0) : (Both, BothCalls);
        var verdict = !hasBar[ending]
            ? Verdict.None
            : high < bar || beyond < allowed
            ? Verdict.Pass
            : factor - (Wilson.Judged * error) < bar
            ? Verdict.Open
            : Verdict.Short;
        return new Figure(
            $"{LateStream.Guards[guard].Name}, {late.Endings[ending].Name}: found later by",
            !hasBar[ending] ? "" : allowed > 0 ? $"x{Both}, or {BothCalls} calls" : Show(bar), Show(factor), $"{Show(low)} - {Show(high)}", verdict,
            string.Create(CultureInfo.InvariantCulture, $"{beyond:0.#} failing calls beyond settle, {pairs.Average(pair => pair[calm + calls]):0.#} without"));
    }

    private static string Show(double factor) => string.Create(CultureInfo.InvariantCulture, $"x{factor:0.00}");

    // Of the means, by the delta method.
    private static (double Factor, double Error) Ratio((double With, double Without)[] pairs)
    {
        var (with, without) = (pairs.Average(pair => pair.With), pairs.Average(pair => pair.Without));
        var factor = with / without;
        var residuals = pairs.Average(pair => Math.Pow(pair.With - (factor * pair.Without), 2));
        return (factor, Math.Sqrt(residuals / pairs.Length) / without);
    }
}
