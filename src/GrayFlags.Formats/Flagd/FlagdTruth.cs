using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Flagd;

/// <summary>A condition, or what is known of one without asking.</summary>
internal readonly record struct FlagdTruth(bool? Constant, ConditionsDefinition? Condition)
{
    public static FlagdTruth Of(bool constant) => new(constant, null);

    public static FlagdTruth Of(ConditionsDefinition condition) => new(null, condition);

    public static FlagdTruth Not(FlagdTruth truth) => truth.Condition is { } condition ? Of(Terms.Not(condition)) : Of(truth.Constant != true);

    public static FlagdTruth All(IEnumerable<FlagdTruth> truths)
    {
        var conditions = new List<ConditionsDefinition>();
        foreach (var truth in truths)
        {
            if (truth.Constant == false)
            {
                return truth;
            }

            if (truth.Condition is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return Terms.All(conditions) is { } all ? Of(all) : Of(true);
    }

    public static FlagdTruth Any(IEnumerable<FlagdTruth> truths) => Not(All(truths.Select(Not))) is { Constant: { } constant }
        ? Of(constant)
        : Of(Terms.Any([.. truths.Select(static truth => truth.Condition).OfType<ConditionsDefinition>()]));
}
