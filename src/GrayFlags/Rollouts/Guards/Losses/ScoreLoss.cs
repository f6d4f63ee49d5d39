using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>The shortfall from the full score, in steps of a twentieth: stars and tenths are exact.</summary>
internal sealed class ScoreLoss : LossTransform
{
    private const int Steps = 20;

    private static readonly double[] Losses = [.. Enumerable.Range(0, Steps + 1).Select(step => (double)step / Steps)];
    private static readonly LossScale Scale = new(Losses, ScoreScale.Levels, level => 1 - ScoreScale.Value(level));

    public override ReadOnlySpan<double> Cells => Losses;

    public override double Of(bool isBad, int level) => 1 - ScoreScale.Value(level);

    public override void Add(bool isBad, int level, Span<double> counts) => Scale.Add(level, counts);
}
