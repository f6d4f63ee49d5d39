namespace GrayFlags.Documents;

/// <summary>The bucketing of another system, for its documents: which text is hashed, by which hash, and to which position.</summary>
/// <remarks>
/// Text is hashed as UTF-8. A unit is in a share when its position is at least <see cref="PercentageDefinition.From"/> and less than that plus
/// <see cref="PercentageDefinition.Of"/>.
/// </remarks>
public enum BucketHash
{
    /// <summary>
    /// A rollout of Unleash: <c>salt:unit</c> by MurmurHash3 (x86, 32 bits, seed 0), modulo 100. Source: the client specification of Unleash.
    /// </summary>
    Unleash,

    /// <summary>
    /// A variant of Unleash: <c>salt:unit</c> by MurmurHash3 (x86, 32 bits, seed 86028157), modulo <see cref="PercentageDefinition.OutOf"/>, the sum of the
    /// weights.
    /// </summary>
    UnleashVariant,

    /// <summary>
    /// Targeting and allocation of Microsoft.FeatureManagement: <c>unit</c>, a line feed and <c>salt</c> by SHA-256, of which the first four bytes are a little
    /// endian number; that divided by 4,294,967,295 as a double, times 100. A share that ends at 100 includes its end.
    /// </summary>
    FeatureManagement,

    /// <summary>
    /// <c>fractional</c> of flagd since 2025: <c>salt</c> followed by <c>unit</c>, by MurmurHash3 (x86, 32 bits, seed 0), times
    /// <see cref="PercentageDefinition.OutOf"/>, shifted right by 32 bits.
    /// </summary>
    Flagd,

    /// <summary>
    /// <c>fractional</c> of flagd before 2025: the same hash as a signed number, its absolute value divided by 2,147,483,647, times 100, without decimals;
    /// compared with the share in percent of <see cref="PercentageDefinition.OutOf"/>.
    /// </summary>
    FlagdV1,
}
