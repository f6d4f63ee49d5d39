namespace GrayFlags;

/// <summary>What a user says of what a flag served.</summary>
public sealed record GrayFeedback
{
    /// <summary>How satisfied the user is, 0 (not at all) to 1. Null: not said; a <see cref="Negative"/> feedback then counts as 0. What is out of range is not counted.</summary>
    public double? Score { get; init; }

    /// <summary>Whether it is a complaint.</summary>
    public bool Negative { get; init; }

    /// <summary>In the user's own words. Handed on to <see cref="IGrayFeedback.Received"/>; never kept or logged by the library.</summary>
    public string? Comment { get; init; }
}
