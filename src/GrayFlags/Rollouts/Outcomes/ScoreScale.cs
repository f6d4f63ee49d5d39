namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Scores in steps of 0.005, so that stars, tenths and percents are exact.</summary>
internal static class ScoreScale
{
    private const int Steps = 200;

    public const int Levels = Steps + 1;

    public static int LevelOf(double score) => (int)Math.Round(score * Steps);

    public static double Value(int level) => (double)level / Steps;
}
