using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Shadowing;

/// <summary>A call that is run twice, and the recorder of the comparison, which may come after the call has ended.</summary>
internal sealed class ShadowTicket(IShadows shadows, OutcomeRecorder recorder, Assignment assignment, bool isEvidence)
{
    public void Run<T>(string flag, Task<T> original, Func<CancellationToken, Task<T>> upgraded, Func<T, T, bool>? equal) =>
        shadows.TryRun(flag, original, upgraded, equal, Report);

    // A dropped shadow is no evidence; one that hangs would have left its caller without an answer.
    private void Report(ShadowResult result)
    {
        if (result.Verdict != ShadowVerdict.Dropped)
        {
            recorder.Record(assignment, isEvidence, GuardMetric.Mismatch, result.Verdict == ShadowVerdict.Match ? 0 : 1);
        }
    }
}
