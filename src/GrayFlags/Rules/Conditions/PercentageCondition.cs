using System.Globalization;
using GrayFlags.Bucketing;

namespace GrayFlags.Rules.Conditions;

/// <summary>The subject's bucket lies in [from, from + of). A subject without an id is in no percentage, not even in 100.</summary>
internal sealed class PercentageCondition : Condition
{
    private const decimal BucketsPerPercent = Bucketing.Bucket.Count / 100m;

    private readonly int _from;
    private readonly int _size;
    private readonly string _salt;
    private readonly ulong _saltHash;
    private readonly Subject _subject;

    public PercentageCondition(decimal from, decimal of, Subject subject, string salt)
    {
        _from = (int)(from * BucketsPerPercent);
        _size = (int)(of * BucketsPerPercent);
        _subject = subject;
        _salt = salt;
        _saltHash = TextHash.Of(salt);
    }

    public Subject Subject => _subject;

    public override bool Holds(ref EvaluationFrame frame)
    {
        if (!_subject.TryGetHash(ref frame, out var hash))
        {
            // An id would change nothing where nobody is in the share.
            frame.SubjectMissing |= _size > 0;
            return false;
        }

        var bucket = Bucketing.Bucket.Of(hash, _saltHash);
        frame.Bucket = bucket;
        return (uint)(bucket - _from) < (uint)_size;
    }

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var holds = Holds(ref frame);
        var wanted = string.Create(CultureInfo.InvariantCulture, $"bucket in [{_from}, {_from + _size}) of {Bucketing.Bucket.Count} by {_subject}, salt '{_salt}'");
        var seen = _subject.TryGetHash(ref frame, out _)
            ? string.Create(CultureInfo.InvariantCulture, $"bucket {frame.Bucket}")
            : $"the context has no {_subject}, and nobody without one is in a percentage";
        return new("percentage", wanted, seen, holds);
    }
}
