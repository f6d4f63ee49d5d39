using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards.Harms;

/// <summary>The part that is missing to the full score, in steps of a twentieth: stars and tenths are exact.</summary>
internal sealed class ScoreHarm : Harm
{
    private const int Steps = 20;

    private static readonly double[] Harms = [.. Enumerable.Range(0, Steps + 1).Select(step => (double)step / Steps)];
    private static readonly HarmScale Scale = new(Harms, ScoreScale.Levels, level => 1 - ScoreScale.Value(level));

    public override ReadOnlySpan<double> Cells => Harms;

    public override double Of(bool isBad, int level) => 1 - ScoreScale.Value(level);

    public override void Add(bool isBad, int level, Span<double> counts) => Scale.Add(level, counts);
}
