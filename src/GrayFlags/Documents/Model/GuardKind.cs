namespace GrayFlags;

/// <summary>The way a guard turns its metric into a loss between 0 and 1.</summary>
public enum GuardKind
{
    /// <summary>1 for a failure, 0 for none.</summary>
    Rate,

    /// <summary>The value as a fraction of a cap.</summary>
    Mean,

    /// <summary>1 for a value above the control's quantile.</summary>
    Quantile,

    /// <summary>The difference from the full score.</summary>
    Score,
}
