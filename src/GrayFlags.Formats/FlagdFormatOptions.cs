namespace GrayFlags.Formats;

/// <summary>Options of <see cref="FlagdFormat"/>.</summary>
public sealed class FlagdFormatOptions : RuleFormatOptions
{
    /// <summary>The generation of <c>fractional</c> that served the users so far. Default: <see cref="FlagdFractional.V2"/>.</summary>
    public FlagdFractional Fractional { get; set; } = FlagdFractional.V2;
}
