namespace GrayFlags.Rules.Counting;

/// <summary>Where a flag counts which answer: as few cells as the kinds it usually gives, side by side, so that ten thousand flags share few cache lines.</summary>
internal static class EvaluationCounters
{
    /// <summary>No rule matched, or nothing was left to decide.</summary>
    public const int Default = 0;

    /// <summary>No rule matched, and a missing id mattered.</summary>
    public const int WithoutId = 1;

    /// <summary>The share of a flag that has a share of users and nothing else.</summary>
    public const int Share = 2;

    private const int FirstOfRules = 2;

    /// <summary>How many cells a flag has.</summary>
    public static int CountOf(Flag flag) => flag.IsFixed ? Default + 1 : flag.Quick.IsShare ? Share + 1 : FirstOfRules + 4;

    /// <summary>The cell of a decision, among the flag's own; -1 for what is too rare to have one.</summary>
    public static int Of(Flag flag, in GrayDecision decision)
    {
        var isDefault = decision.Reason == flag.FixedReason && decision.Enabled == flag.Default.Enabled;
        return decision.Error switch
        {
            DecisionError.None when isDefault => Default,
            DecisionError.TargetingKeyMissing when isDefault && !flag.IsFixed => WithoutId,
            DecisionError.None when !flag.IsFixed => OfRule(flag, decision),
            _ => -1,
        };
    }

    private static int OfRule(Flag flag, in GrayDecision decision) => decision.Reason switch
    {
        DecisionReason.Split when flag.Quick.IsShare => Share,
        DecisionReason.TargetingMatch when !flag.Quick.IsShare => decision.Enabled ? FirstOfRules : FirstOfRules + 1,
        DecisionReason.Split => decision.Enabled ? FirstOfRules + 2 : FirstOfRules + 3,
        _ => -1,
    };

    /// <summary>What is counted in a cell, as <see cref="EvaluationKind"/> numbers it.</summary>
    public static int KindOf(Flag flag, int cell)
    {
        if (cell < FirstOfRules)
        {
            return EvaluationKind.Of(flag.Default.Enabled, flag.FixedReason, cell == Default ? DecisionError.None : DecisionError.TargetingKeyMissing);
        }

        if (flag.Quick.IsShare)
        {
            return EvaluationKind.Of(flag.Rules[0].Serve.Enabled, DecisionReason.Split, DecisionError.None);
        }

        var place = cell - FirstOfRules;
        return EvaluationKind.Of((place & 1) == 0, place < 2 ? DecisionReason.TargetingMatch : DecisionReason.Split, DecisionError.None);
    }
}
