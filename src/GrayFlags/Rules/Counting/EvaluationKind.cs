namespace GrayFlags.Rules.Counting;

/// <summary>Numbers the kinds of answers that are counted separately: on or off, the reason, and the error if there is one.</summary>
internal static class EvaluationKind
{
    /// <summary>The number of kinds.</summary>
    public const int Count = 2 * (FirstUnreadable + WithoutId);

    // A reason each, and behind them what is told apart by its error.
    private const int WithoutId = 16;
    private const int FirstError = 17;

    // A reason each once more: what cannot be read changes none.
    private const int FirstUnreadable = 24;

    public static int Of(bool enabled, DecisionReason reason, DecisionError error)
    {
        var kind = (reason, error) switch
        {
            (DecisionReason.Error, _) => FirstError + (int)error,
            (_, DecisionError.TargetingKeyMissing) => WithoutId,
            (_, DecisionError.AttributeUnreadable) => FirstUnreadable + (int)reason,
            _ => (int)reason,
        };
        return (2 * kind) + (enabled ? 1 : 0);
    }

    public static (bool Enabled, DecisionReason Reason, DecisionError Error) Parts(int number)
    {
        var kind = number / 2;
        var (reason, error) = kind switch
        {
            WithoutId => (DecisionReason.Default, DecisionError.TargetingKeyMissing),
            >= FirstUnreadable => ((DecisionReason)(kind - FirstUnreadable), DecisionError.AttributeUnreadable),
            >= FirstError => (DecisionReason.Error, (DecisionError)(kind - FirstError)),
            _ => ((DecisionReason)kind, DecisionError.None),
        };
        return ((number & 1) != 0, reason, error);
    }
}
