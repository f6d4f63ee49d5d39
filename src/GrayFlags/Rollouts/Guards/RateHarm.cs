namespace GrayFlags.Rollouts.Guards;

/// <summary>1 for a failure, 0 for none.</summary>
internal sealed class RateHarm : Harm
{
    public override int Weigh(ReadOnlySpan<int> counts, Span<HarmCell> cells)
    {
        cells[0] = new HarmCell(0, counts[0]);
        cells[1] = new HarmCell(1, counts[1]);
        return 2;
    }
}
