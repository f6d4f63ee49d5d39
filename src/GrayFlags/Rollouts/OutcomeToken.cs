using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts;

/// <summary>One call whose outcome is awaited. Used again for other calls; a generation tells them apart, so that who asks late asks nobody.</summary>
internal sealed class OutcomeToken(OutcomeTokens owner)
{
    private int _generation;
    private OutcomeRecorder? _recorder;
    private Exposure _exposure;
    private long _startedAt;

    public int Generation => Volatile.Read(ref _generation);

    public void Begin(OutcomeRecorder recorder, in Exposure exposure, long startedAt)
    {
        _recorder = recorder;
        _exposure = exposure;
        _startedAt = startedAt;
    }

    public void End(int generation, OutcomeVerdict verdict, double? score = null)
    {
        if (Interlocked.CompareExchange(ref _generation, generation + 1, generation) != generation)
        {
            return;
        }

        if (verdict != OutcomeVerdict.None)
        {
            _recorder!.RecordCall(_exposure, verdict == OutcomeVerdict.Failure, owner.SecondsSince(_startedAt));
        }

        if (score is { } given)
        {
            _recorder!.Record(_exposure, GuardMetric.Score, given);
        }

        _recorder = null;
        _exposure = default;
        owner.Return(this);
    }

    // A call that has ended meanwhile says nothing any more.
    public void Mismatch(int generation, bool differs)
    {
        var (recorder, exposure) = (_recorder, _exposure);
        if (Generation == generation)
        {
            recorder?.Record(exposure, GuardMetric.Mismatch, differs ? 1 : 0);
        }
    }
}
