using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Rules.Time;

namespace GrayFlags.Rules.Conditions;

/// <summary>The subject's bucket lies in [from, from + of). A subject without an id is in no percentage, not even in 100.</summary>
internal sealed class PercentageCondition : Condition
{
    private const decimal BucketsPerPercent = Bucketing.Bucket.Count / 100m;

    private readonly int _from;
    private readonly int _size;
    private readonly string _salt;
    private readonly ulong _saltHash;
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
        _from = (int)(from * BucketsPerPercent);
        _size = (int)(of * BucketsPerPercent);
        _subject = subject;
        _salt = salt;
        _saltHash = TextHash.Of(salt);
    }

    /// <summary>The share, where it is one of users and stays as it is; null for others.</summary>
    public (ulong SaltHash, int From, int Size)? UserShare => _ramp is null && ReferenceEquals(_subject, BucketingUnit.User) ? (_saltHash, _from, _size) : null;

    public BucketingUnit BucketingUnit => _subject;

    public override long Steps => EvaluationCost.Bucket;

    public override bool Holds(ref EvaluationFrame frame)
    {
        if (!_subject.TryGetHash(ref frame, out var hash))
        {
            // An id would change nothing where nobody is in the share.
            frame.SubjectMissing |= Size(ref frame) > 0;
            return false;
        }

        var bucket = Bucketing.Bucket.Of(hash, _saltHash);
        frame.Bucket = bucket;
        return (uint)(bucket - _from) < (uint)Size(ref frame);
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var holds = Holds(ref frame);
        var size = Size(ref frame);
        var ramp = _ramp is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {_ramp} at {size / BucketsPerPercent} percent now");
        var wanted = string.Create(CultureInfo.InvariantCulture, $"bucket in [{_from}, {_from + size}) of {Bucketing.Bucket.Count} by {_subject}, salt '{_salt}'{ramp}");
        var seen = _subject.TryGetHash(ref frame, out _)
            ? string.Create(CultureInfo.InvariantCulture, $"bucket {frame.Bucket}")
            : $"the context has no {_subject}, and nobody without one is in a percentage";
        return new("percentage", wanted, seen, holds);
    }

    private int Size(ref EvaluationFrame frame) => _ramp is null ? _size : _ramp.SizeAt(frame.NowTicks);
}
