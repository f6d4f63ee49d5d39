using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>What is missing to the full score.</summary>
internal sealed class ScoreHarm : Harm
{
    public override int Weigh(ReadOnlySpan<int> counts, Span<HarmCell> cells)
    {
        var used = 0;
        for (var level = 0; level < counts.Length; level++)
        {
            if (counts[level] != 0)
            {
                cells[used++] = new HarmCell(1 - ScoreScale.Value(level), counts[level]);
            }
        }

        return used;
    }
}
