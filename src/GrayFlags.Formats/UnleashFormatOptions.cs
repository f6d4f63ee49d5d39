namespace GrayFlags.Formats;

/// <summary>Options of <see cref="UnleashFormat"/>.</summary>
public sealed class UnleashFormatOptions : RuleFormatOptions
{
    /// <summary>
    /// The names of the app's own strategies: each becomes the <c>custom</c> condition of that name, with the strategy's parameters. Default: none; a strategy
    /// that is not known refuses its flag.
    /// </summary>
    public IReadOnlyCollection<string> CustomStrategies { get; set; } = [];
}
