namespace GrayFlags;

/// <summary>How a guard makes a loss between 0 and 1 out of what its metric tells.</summary>
public enum GuardKind
{
    /// <summary>1 for a failure, 0 for none.</summary>
    Rate,

    /// <summary>The value as a part of a cap.</summary>
    Mean,

    /// <summary>1 for what lies above the control's quantile.</summary>
    Quantile,

    /// <summary>What is missing to the full score.</summary>
    Score,
}
