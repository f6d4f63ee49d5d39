using System.Globalization;

namespace GrayFlags.Simulator.Experiments;

/// <summary>Arms that are alike: how often the guard is breached all the same.</summary>
/// <param name="name">What is played.</param>
/// <param name="run">One stream from its seed.</param>
internal sealed class FalseAlarms(string name, Func<ulong, StreamEnd> run) : Experiment(name)
{
    private static readonly double[] Risks = [0.05, 0.01];

    public override IEnumerable<Figure> Run(int streams, ulong seed)
    {
        var ends = Streams.Run(streams, seed, run);
        var fooled = ends.Count(end => end.FoolsPeeking) / (double)streams;
        foreach (var risk in Risks)
        {
            var alarms = ends.Count(end => end.MaxLnE >= -Math.Log(risk)) / (double)streams;
            yield return new Figure(risk, alarms, Math.Sqrt(risk * (1 - risk) / streams), string.Create(CultureInfo.InvariantCulture, $"peeked z-test at 5 %: {fooled:P1}"));
        }
    }
}
