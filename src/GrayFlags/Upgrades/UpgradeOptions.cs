namespace GrayFlags;

/// <summary>How one call is upgraded.</summary>
/// <typeparam name="T">What the calls give.</typeparam>
public sealed class UpgradeOptions<T>
{
    /// <summary>What becomes of a caller whose upgraded call failed. Default: the caller gets the exception.</summary>
    public UpgradeFallback OnUpgradedError { get; init; }

    /// <summary>
    /// Whether the upgraded call is free of side effects, so that stages with a <c>shadow</c> share may run it beside the original one, only to compare. Default: false, and it is never run twice.
    /// </summary>
    public bool IsFreeOfSideEffects { get; init; }

    /// <summary>Tells whether two answers are equal. Default: <see cref="EqualityComparer{T}.Default"/>. One that throws is a mismatch.</summary>
    public Func<T, T, bool>? Equal { get; init; }
}
