namespace GrayFlags;

/// <summary>The options of one upgraded call.</summary>
/// <typeparam name="T">What the calls give.</typeparam>
public sealed class UpgradeOptions<T>
{
    /// <summary>The answer of a caller whose upgraded call failed. Default: the caller gets the exception.</summary>
    public UpgradeFallback OnUpgradedError { get; init; }

    /// <summary>
    /// True when the upgraded call is free of side effects, so that stages with a <c>shadow</c> share may run it beside the original one, only to compare.
    /// Default: false, and it is never run twice.
    /// </summary>
    public bool IsFreeOfSideEffects { get; init; }

    /// <summary>Tells whether two answers are equal. Default: <see cref="EqualityComparer{T}.Default"/>. One that throws is a mismatch.</summary>
    public Func<T, T, bool>? Equal { get; init; }
}
