namespace GrayFlags.Simulator.Experiments;

/// <summary>One number of each stream, and a bar for 95 % of them.</summary>
/// <param name="row">The row of the table.</param>
/// <param name="name">Which case of it.</param>
/// <param name="subject">What is measured.</param>
/// <param name="bar">What it may be.</param>
/// <param name="unit">Behind the number.</param>
/// <param name="play">One stream: its number, infinite for never, negative for a stream that does not count.</param>
internal sealed class WithinBar(string row, string name, string subject, double bar, string unit, Func<ulong, double[]> play) : Experiment(row, name)
{
    public override double[] Play(ulong seed) => play(seed);

    public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends)
    {
        var numbers = ends.Select(end => end[0]).Where(number => number >= 0).ToArray();
        var early = ends.Count - numbers.Length;
        yield return Quantiles.Judge(subject, numbers, bar, unit, early == 0 ? "" : $"{early} of {ends.Count} breached before");
    }
}
