namespace GrayFlags.Documents;

/// <summary>A window of time: now is in [<see cref="Start"/>, <see cref="End"/>). At least one of the two is given.</summary>
public sealed class WindowDefinition : Definition
{
    /// <summary>The first instant inside the window. Null: since ever.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The first instant after the window. Null: for ever.</summary>
    public DateTimeOffset? End { get; init; }
}
