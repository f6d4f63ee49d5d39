namespace GrayFlags.Documents;

/// <summary>How much worse than the control the canary may be: loss up to (1 + relative) x control + absolute.</summary>
public sealed class ToleranceDefinition : Definition
{
    /// <summary>By which part of the control's loss the canary's may exceed it: 0 to 10. Null: not given, which is 0.</summary>
    public decimal? Relative { get; init; }

    /// <summary>By how much more: 0 to below 1. Null: not given, which is 0.</summary>
    public decimal? Absolute { get; init; }
}
