using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts;

/// <summary>One call whose outcome is awaited. Used again for other calls; a generation tells them apart, so that who asks late asks nobody.</summary>
internal sealed class OutcomeToken(OutcomeTokens owner)
{
    private int _generation;
    private OutcomeRecorder? _recorder;
    private Exposure _exposure;
    private long _startedAt;
    private int _shadowSize;

    public int Generation => Volatile.Read(ref _generation);

    public void Begin(OutcomeRecorder recorder, in Exposure exposure, int shadowSize, long startedAt)
    {
        _shadowSize = shadowSize;
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

    public ShadowTicket? TryShadow(int generation) =>
        _shadowSize > 0 && Generation == generation && owner.Shadows.IsSampled((double)_shadowSize / Bucket.Count) ? new ShadowTicket(owner.Shadows, _recorder!, _exposure) : null;
}
