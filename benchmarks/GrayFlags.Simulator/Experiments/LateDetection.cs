using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>A canary that is healthy for hours and then is not: what it costs until the guard is breached.</summary>
/// <param name="row">The row of the table.</param>
/// <param name="name">Which case of it.</param>
/// <param name="late">What is played.</param>
/// <param name="bars">What it may cost.</param>
internal sealed class LateDetection(string row, string name, Late late, params LateBar[] bars) : Experiment(row, name)
{
    public override double[] Play(ulong seed) => LateStream.Run(late, seed);

    public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends)
    {
        foreach (var bar in bars)
        {
            var at = LateStream.PlaceOf(bar.Ending, bar.Guard, bar.IsInSeconds);
            var measured = ends.Select(end => end[at]).Where(number => number >= 0).ToArray();
            var early = ends.Count - measured.Length;
            var subject = $"{late.Endings[bar.Ending].Name}, {LateStream.Guards[bar.Guard].Name}: {(bar.IsInSeconds ? "time" : "failing calls")}";
            yield return Quantiles.Judge(
                subject, measured, bar.Most, bar.IsInSeconds ? " s" : "", early == 0 ? "" : $"{early} of {ends.Count} breached before");
        }
    }
}
