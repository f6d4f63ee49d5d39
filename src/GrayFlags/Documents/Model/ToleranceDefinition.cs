namespace GrayFlags.Documents;

/// <summary>The margin by which the canary may be worse than the control: a loss up to (1 + relative) x control + absolute.</summary>
public sealed class ToleranceDefinition : Definition
{
    /// <summary>The allowed excess as a fraction of the control's loss: 0 to 10. Null: the default, 0.</summary>
    public decimal? Relative { get; init; }

    /// <summary>The allowed excess on top of that: at least 0, below 1. Null: the default, 0.</summary>
    public decimal? Absolute { get; init; }
}
