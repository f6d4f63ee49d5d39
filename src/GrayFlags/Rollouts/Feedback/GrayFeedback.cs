namespace GrayFlags;

/// <summary>A user's feedback on what a flag served.</summary>
public sealed record GrayFeedback
{
    /// <summary>
    /// The user's satisfaction, 0 (not at all) to 1. Null for none; a <see cref="Negative"/> feedback then counts as 0. A score out of range is not counted.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>True for a complaint.</summary>
    public bool Negative { get; init; }

    /// <summary>A comment in the user's own words. Passed on to <see cref="IGrayFeedback.Received"/>; never stored or logged by the library.</summary>
    public string? Comment { get; init; }
}
