using System.Globalization;

namespace GrayFlags.Simulator.Experiments;

/// <summary>Plays the whole table and prints it.</summary>
internal static class TableRun
{
    /// <param name="to">Where it is printed.</param>
    /// <param name="experiments">What is played.</param>
    /// <param name="streams">How many streams of each.</param>
    /// <param name="seed">Makes them.</param>
    /// <param name="log">Streams that were played before.</param>
    /// <param name="explanation">What is played where nothing else is said.</param>
    /// <returns>Whether no bar was missed.</returns>
    public static bool Print(TextWriter to, IEnumerable<Experiment> experiments, int streams, ulong seed, RunLog? log, string explanation = Table.Explanation)
    {
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{streams:N0} streams of each case, seed {seed}. Intervals are of 95 %. "
                + $"Alarms pass while the lower Wilson bound of 99.9 % does not exceed the risk."));
        to.WriteLine(explanation);
        to.WriteLine("'open' is a figure beyond its bar by no more than chance may bring.");
        to.WriteLine();
        to.WriteLine("| case | measured | at most | figure | interval | | |");
        to.WriteLine("|---|---|---:|---:|---:|---|---|");
        var held = true;
        foreach (var experiment in experiments)
        {
            foreach (var figure in experiment.Judge(Streams.Run(experiment, streams, seed, log)))
            {
                held &= figure.Verdict != Verdict.Short;
                to.WriteLine(
                    $"| {experiment.Name} | {figure.Subject} | {figure.Bar} | {figure.Measured} | {figure.Interval} | "
                        + $"{Word(figure.Verdict)} | {figure.Text} |");
            }

            to.Flush();
        }

        return held;
    }

    private static string Word(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Open => "open", Verdict.Short => "SHORT", _ => "" };
}
