using System.Globalization;

namespace GrayFlags.Simulator.Experiments;

/// <summary>Plays the whole table and prints it.</summary>
internal static class TableRun
{
    /// <returns>Whether every bar held.</returns>
    public static bool Print(TextWriter to, int streams, ulong seed, string? filter)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{streams:N0} streams each, seed {seed}, a look after every outcome. Alarms: the share of streams; detections: outcomes of the canary until rollback, on average, at a risk of 1 %."));
        to.WriteLine();
        to.WriteLine("| experiment | at most | measured | standard error | | |");
        to.WriteLine("|---|---:|---:|---:|---|---|");
        var held = true;
        foreach (var experiment in Table.Rows(isShort: false).Where(row => filter is null || row.Name.Contains(filter, StringComparison.Ordinal)))
        {
            foreach (var figure in experiment.Run(streams, seed))
            {
                held &= figure.Holds;
                to.WriteLine(Line(experiment, figure));
                to.Flush();
            }
        }

        return held;
    }

    private static string Line(Experiment experiment, Figure figure)
    {
        var format = experiment is FalseAlarms ? "0.00%" : "#,0.0";
        var (allowed, measured, error) = (Show(figure.Allowed), Show(figure.Measured), Show(figure.Error));
        return $"| {experiment.Name} | {allowed} | {measured} | {error} | {figure.Text} | {(figure.Holds ? "pass" : "SHORT")} |";

        string Show(double number) => number.ToString(format, CultureInfo.InvariantCulture);
    }
}
