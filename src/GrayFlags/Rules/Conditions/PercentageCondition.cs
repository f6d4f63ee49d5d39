using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Rules.Time;

namespace GrayFlags.Rules.Conditions;

/// <summary>The subject's bucket lies in [from, from + of). A subject without an id is in no percentage, not even in 100.</summary>
internal sealed class PercentageCondition : Condition, ITimedCondition
{
    private const decimal BucketsPerPercent = Bucketing.Bucket.Count / 100m;

    private readonly Share _share;
    private readonly string _salt;
    private readonly BucketingUnit _subject;
    private readonly Ramp? _ramp;

    /// <param name="from">Where the share begins, in percent.</param>
    /// <param name="of">How large it is, in percent, where there is no ramp.</param>
    /// <param name="ramp">How large it is when.</param>
    /// <param name="subject">Whose bucket counts.</param>
    /// <param name="salt">The text mixed into the bucket.</param>
    public PercentageCondition(decimal from, decimal of, Ramp? ramp, BucketingUnit subject, string salt)
    {
        _ramp = ramp;
        _share = new Share(TextHash.Of(salt), (int)(from * BucketsPerPercent), (int)(of * BucketsPerPercent));
        _subject = subject;
        _salt = salt;
    }

    /// <summary>The share, where it is one of users and stays as it is; null for others.</summary>
    public Share? UserShare => _ramp is null && ReferenceEquals(_subject, BucketingUnit.User) ? _share : null;

    public BucketingUnit BucketingUnit => _subject;

    public override long Steps => EvaluationCost.Bucket;

    public override bool Holds(ref EvaluationFrame frame) => ShareNow(ref frame).Holds(_subject, ref frame, out _, out _);

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var share = ShareNow(ref frame);
        var holds = share.Holds(_subject, ref frame, out _, out var hasUnit);
        var ramp = _ramp is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {_ramp} at {share.Size / BucketsPerPercent} percent now");
        var range = string.Create(CultureInfo.InvariantCulture, $"bucket in [{share.From}, {share.From + share.Size}) of {Bucketing.Bucket.Count}");
        var seen = hasUnit
            ? string.Create(CultureInfo.InvariantCulture, $"bucket {frame.Bucket}")
            : $"the context has no {_subject}{_subject.Hint(frame.Context)}, and nobody without one is in a percentage";
        return new("percentage", $"{range} by {_subject}, salt '{_salt}'{ramp}", seen, holds);
    }

    public long StateAt(long utcTicks) => _ramp?.SizeSince(ITimedCondition.StepOf(utcTicks), utcTicks) ?? _share.Size;

    public long? NextChange(long utcTicks) => _ramp?.NextChange(utcTicks, ITimedCondition.StepOf(utcTicks) + ITimedCondition.Step.Ticks);

    private Share ShareNow(ref EvaluationFrame frame) => _ramp is null ? _share : _share.WithSize(_ramp.SizeAt(frame.NowTicks));
}
