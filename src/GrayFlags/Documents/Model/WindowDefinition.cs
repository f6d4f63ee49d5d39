namespace GrayFlags.Documents;

/// <summary>
/// A window of time: now is in [<see cref="Start"/>, <see cref="End"/>), and inside one of the intervals of
/// <see cref="Recurrence"/> if given. At least one of the three is given.
/// </summary>
public sealed class WindowDefinition : Definition
{
    /// <summary>The first instant inside the window. Null: since ever.</summary>
    public WindowEdgeDefinition? Start { get; init; }

    /// <summary>The first instant after the window. Null: for ever.</summary>
    public WindowEdgeDefinition? End { get; init; }

    /// <summary>The IANA name of the zone whose clocks the window goes by, for example <c>Asia/Shanghai</c>. Null: none; then no time may be local.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The intervals that return every day or week. Null: the whole of [<see cref="Start"/>, <see cref="End"/>).</summary>
    public RecurrenceDefinition? Recurrence { get; init; }
}
