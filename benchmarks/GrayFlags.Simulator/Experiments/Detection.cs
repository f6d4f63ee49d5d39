using System.Globalization;

namespace GrayFlags.Simulator.Experiments;

/// <summary>A canary that is worse: how many of its outcomes it takes until the guard is breached, at a risk of 1 %.</summary>
/// <param name="name">What is played.</param>
/// <param name="bar">What the design names.</param>
/// <param name="slack">By which factor it may be exceeded.</param>
/// <param name="stream">What is played.</param>
/// <param name="countFailures">Whether failures of the canary are meant instead of its outcomes.</param>
internal sealed class Detection(string name, double bar, double slack, OutcomeStream stream, bool countFailures = false) : Experiment(name)
{
    private const double Risk = 0.01;
    private const int Most = 500_000;

    public override IEnumerable<Figure> Run(int streams, ulong seed)
    {
        var ends = Streams.Run(streams, seed, one => stream.Run(one, Most, Risk));
        var outcomes = Array.ConvertAll(ends, end => (double)(countFailures ? end.CanaryFailures : end.Canary));
        Array.Sort(outcomes);
        var mean = outcomes.Average();
        var variance = outcomes.Average(count => (count - mean) * (count - mean));
        var text = string.Create(CultureInfo.InvariantCulture, $"half of them within {outcomes[streams / 2]:N0}, 95 % within {outcomes[streams * 95 / 100]:N0}");
        yield return new Figure(bar * slack, mean, Math.Sqrt(variance / streams), text);
    }
}
