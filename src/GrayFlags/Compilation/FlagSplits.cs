using GrayFlags.Documents.Reading;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>The splits of one flag, one for each subject that its rules go by; made when the first rule splits.</summary>
internal sealed class FlagSplits(string flag, NamedEntries<Variant> variants)
{
    private readonly Dictionary<BucketingUnit, SplitCondition> _conditions = [];
    private VariantSplit? _split;

    /// <summary>The split by a subject; null when no variant has a weight.</summary>
    public SplitCondition? Of(BucketingUnit subject)
    {
        if (_conditions.TryGetValue(subject, out var known))
        {
            return known;
        }

        if (_split is null)
        {
            var weighed = variants.Values.Where(static variant => variant.Weight > 0).ToList();
            if (weighed.Count == 0)
            {
                return null;
            }

            _split = new VariantSplit(flag, weighed);
        }

        var condition = new SplitCondition(_split, subject);
        _conditions.Add(subject, condition);
        return condition;
    }
}
