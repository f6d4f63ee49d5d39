using System.Globalization;
using GrayFlags.Simulator.Experiments;

namespace GrayFlags.Simulator.Rivals;

/// <summary>
/// The guard beside what one would choose instead. Each rival is calibrated on streams in which nothing is wrong, to 1 % of false alarms over their two hours.
/// </summary>
/// <remarks>
/// That flatters them: nobody knows base rate and horizon beforehand. They also see calls as they end, where the guard waits for <c>settle</c>, and they take
/// each call for a draw of its own: where users come again and again that makes them quick, and wrong as soon as some users fail often.
/// </remarks>
internal static class RivalTable
{
    private const double Risk = 0.01;
    private const int Calibrations = 2_000;
    private const ulong CalibrationSeed = 1_000_000_007;
    private const int Late = Duel.Seconds / 2;

    private static readonly double[] Shares = [0.05, 0.5];
    private static readonly string[] Names = ["GrayFlags, first", "GrayFlags, both", .. DuelStream.Rivals().Select(rival => rival.Name)];

    public static IEnumerable<Duel> Duels(double share, bool isOnceOnly) => Detections(share).Select(duel => duel with { IsOnceOnly = isOnceOnly });

    private static IEnumerable<Duel> Detections(double share)
    {
        foreach (var (name, canary) in new[] { ("1 -> 50 %", 0.5), ("1 -> 10 %", 0.1), ("1 -> 5 %", 0.05), ("1 -> 3 %", 0.03), ("1 -> 2 %", 0.02) })
        {
            yield return new Duel(name, share, canary);
            yield return new Duel($"{name} after an hour", share, canary, Late);
        }
    }

    public static void Print(TextWriter to, int streams, ulong seed)
    {
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{streams:N0} streams of each cell, seed {seed}; 50 calls a second, 1 % fail, two hours. "
                + $"Rivals are calibrated on {Calibrations:N0} streams to 1 % of false alarms."));
        to.WriteLine(
            "Mean seconds from the moment when the canary becomes worse, with 95 % bounds; streams in which it was not found by the end count as the time that "
                + "was left, and their share follows.");
        foreach (var share in Shares)
        {
            // Draws of each call are independent either way where no user is broken: the thresholds are the same.
            var thresholds = Calibrate(share, Calibrations);
            Print(to, share, isOnceOnly: true, thresholds, streams, seed);
            Print(to, share, isOnceOnly: false, thresholds, streams, seed);
        }
    }

    /// <summary>The threshold that one stream in a hundred exceeds in which nothing is wrong.</summary>
    public static double[] Calibrate(double share, int calibrations)
    {
        var peaks = new double[calibrations][];
        var duel = new Duel("alike", share, Duel.Rate);
        Parallel.For(0, calibrations, Streams.Cores, stream => peaks[stream] = DuelStream.Peaks(duel, CalibrationSeed + (ulong)stream));
        return [.. peaks[0].Select((_, rival) => peaks.Select(peak => peak[rival]).OrderDescending().ElementAt((int)(Risk * calibrations)))];
    }

    private static void Print(TextWriter to, double share, bool isOnceOnly, double[] thresholds, int streams, ulong seed)
    {
        to.WriteLine();
        var askers = isOnceOnly ? "each call by another user" : "2,000 users who come again and again";
        var calibrated = thresholds.Select((threshold, rival) => $"{Names[rival + 2]} {threshold.ToString("0.####", CultureInfo.InvariantCulture)}");
        to.WriteLine($"Share {(share * 100).ToString(CultureInfo.InvariantCulture)} %, {askers}; thresholds {string.Join(", ", calibrated)}");
        to.WriteLine();
        to.WriteLine($"| the canary | {string.Join(" | ", Names)} |");
        to.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", Names.Length))}");
        foreach (var duel in Duels(share, isOnceOnly))
        {
            var times = Play(duel, thresholds, streams, seed);
            var cells = Names.Select((_, judge) => Cell([.. times.Select(time => time[judge]).Where(time => time >= 0)], Duel.Seconds - duel.From));
            to.WriteLine($"| {duel.Name} | {string.Join(" | ", cells)} |");
            to.Flush();
        }

        var alike = new Duel("nothing is wrong: alarms", share, Duel.Rate) { IsOnceOnly = isOnceOnly };
        foreach (var duel in new[]
        {
            alike,
            alike with { Name = "both arms 0.5 -> 3 % halfway: alarms", IsIncident = true },
            alike with { Name = "1 % of users fail half of their calls: alarms", Broken = 0.01 },
        })
        {
            var times = Play(duel, thresholds, streams, seed);
            to.WriteLine(
                $"| {duel.Name} | {string.Join(" | ", Names.Select((_, judge) => Alarms(times.Count(time => !double.IsInfinity(time[judge])), streams)))} |");
            to.Flush();
        }
    }

    private static double[][] Play(Duel duel, double[] thresholds, int streams, ulong seed)
    {
        var times = new double[streams][];
        Parallel.For(0, streams, Streams.Cores, stream => times[stream] = DuelStream.Times(duel, thresholds, (seed * 1_000_003) + (ulong)stream));
        return times;
    }

    private static string Alarms(int alarms, int streams) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * alarms / streams:0.0} % ({Wilson.Text(alarms, streams)})");

    private static string Cell(double[] times, double most)
    {
        var missed = times.Count(double.IsInfinity);
        double[] capped = [.. times.Select(time => Math.Min(time, most))];
        var mean = capped.Average();
        var bound = Wilson.Shown * Math.Sqrt(capped.Average(time => (time - mean) * (time - mean)) / capped.Length);
        var text = string.Create(CultureInfo.InvariantCulture, $"{mean:#,0} +-{bound:#,0}");
        return missed == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}; {100.0 * missed / times.Length:0.#} % never");
    }
}
