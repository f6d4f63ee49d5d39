namespace GrayFlags.Rules.Counting;

/// <summary>The cells in which a flag counts its answers: as few as the kinds it usually gives, side by side.</summary>
/// <remarks>Ten thousand flags so share few cache lines.</remarks>
internal static class EvaluationCounters
{
    /// <summary>No rule matched, or nothing was left to decide.</summary>
    public const int Default = 0;

    /// <summary>No rule matched, and a missing id mattered.</summary>
    public const int WithoutId = 1;

    /// <summary>The share of a flag that has a share of users and nothing else.</summary>
    public const int Share = 2;

    private const int FirstOfRules = 2;

    /// <summary>The number of cells of a flag.</summary>
    public static int CountOf(Flag flag) => IsFixed(flag) ? Default + 1 : flag.Quick.IsShare ? Share + 1 : FirstOfRules + 4;

    /// <summary>The cell of a decision, among the flag's own; -1 for what is too rare to have one.</summary>
    public static int Of(Flag flag, in GrayDecision decision)
    {
        var isDefault = (decision.Enabled, decision.Reason) == DefaultOf(flag);
        return decision.Error switch
        {
            DecisionError.None when isDefault => Default,
            DecisionError.TargetingKeyMissing when isDefault && !IsFixed(flag) => WithoutId,
            DecisionError.None when !IsFixed(flag) => OfRule(flag, decision),
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

    /// <summary>The kind of answer that a cell counts, as <see cref="EvaluationKind"/> numbers it.</summary>
    public static int KindOf(Flag flag, int cell)
    {
        if (cell < FirstOfRules)
        {
            var (enabled, reason) = DefaultOf(flag);
            return EvaluationKind.Of(enabled, reason, cell == Default ? DecisionError.None : DecisionError.TargetingKeyMissing);
        }

        if (flag.Quick.IsShare)
        {
            return EvaluationKind.Of(flag.Rules[0].Serve.Enabled, DecisionReason.Split, DecisionError.None);
        }

        var place = cell - FirstOfRules;
        return EvaluationKind.Of((place & 1) == 0, place < 2 ? DecisionReason.TargetingMatch : DecisionReason.Split, DecisionError.None);
    }

    private static bool IsFixed(Flag flag) => flag.IsKilled || flag.IsDisabled || flag.IsStatic;

    // The answer that has the first cell. Others are counted as well, only elsewhere.
    private static (bool Enabled, DecisionReason Reason) DefaultOf(Flag flag) => flag.IsKilled || flag.IsDisabled
        ? (false, DecisionReason.Disabled)
        : (flag.Default.Enabled, flag.IsStatic ? DecisionReason.Static : DecisionReason.Default);
}
