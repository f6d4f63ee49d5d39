namespace GrayFlags.Dashboard.Evidence;

/// <summary>
/// The evidence of one guard over the last twelve hours in 720 points: each second for two minutes, each 10 seconds for 20, each 90 seconds for the rest.
/// </summary>
/// <remarks>Of a coarser step the greatest value is kept: what has crossed the threshold for a second is to be seen. Not thread-safe.</remarks>
internal sealed class EvidenceRing
{
    public const int MostPoints = 720;

    private static readonly (TimeSpan Step, int Count)[] Levels =
        [(TimeSpan.FromSeconds(1), 120), (TimeSpan.FromSeconds(10), 120), (TimeSpan.FromSeconds(90), 480)];

    private readonly List<Point>[] _levels = [.. Levels.Select(static level => new List<Point>(level.Count))];

    public double Threshold { get; set; }

    public void Add(DateTimeOffset at, double evidence)
    {
        for (var level = 0; level < Levels.Length; level++)
        {
            var (step, count) = Levels[level];
            var slot = at.UtcTicks / step.Ticks;
            var points = _levels[level];
            if (points is [.., var last] && last.Slot >= slot)
            {
                // Also after a clock that went back: time in a chart goes on.
                points[^1] = last with { Evidence = Math.Max(last.Evidence, evidence) };
                continue;
            }

            if (points.Count == count)
            {
                points.RemoveAt(0);
            }

            points.Add(new Point(slot, at, evidence));
        }
    }

    /// <summary>The points after an instant, the oldest first: where a finer level begins, a coarser one ends.</summary>
    public List<double[]> Since(DateTimeOffset? since)
    {
        var shown = new List<double[]>();
        for (var level = Levels.Length - 1; level >= 0; level--)
        {
            var until = level > 0 && _levels[level - 1] is [var first, ..] ? first.At : DateTimeOffset.MaxValue;
            foreach (var point in _levels[level])
            {
                if (point.At < until && (since is null || point.At > since))
                {
                    shown.Add([point.At.ToUnixTimeMilliseconds() / 1000.0, Math.Round(point.Evidence, 4)]);
                }
            }
        }

        return shown;
    }

    private readonly record struct Point(long Slot, DateTimeOffset At, double Evidence);
}
