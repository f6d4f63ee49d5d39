using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The arms' units, of two kinds, beside the ratio in which they were drawn: those that called, and those whose calls had an outcome.</summary>
internal sealed class SampleRatios
{
    public SplitTally Exposures { get; } = new();

    public SplitTally FirstOutcomes { get; } = new();

    /// <summary>
    /// Counts a unit at its first call. A stranger who knows the arm from a call that was not followed can come again with the ids of one arm only.
    /// </summary>
    public void CountExposure(in JudgedCall call)
    {
        if (call.Marks is { IsFirst: true, IsEvidence: true })
        {
            Exposures.Count(call.State.Size, call.Marks.IsCanary);
        }
    }

    /// <summary>Counts a unit at its first outcome. An anonymous caller may know the arm before the call ends, and abort calls of one arm only.</summary>
    public void CountFirstOutcome(in JudgedCall call, int freshness)
    {
        if (freshness == EpochStamp.Never && call.Marks.IsEvidence)
        {
            FirstOutcomes.Count(call.State.Size, call.Marks.IsCanary);
        }
    }

    public void Settle()
    {
        Exposures.Settle();
        FirstOutcomes.Settle();
    }
}
