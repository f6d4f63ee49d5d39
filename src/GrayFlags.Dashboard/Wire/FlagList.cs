namespace GrayFlags.Dashboard.Wire;

/// <summary>Flags by name, and how many there are of them.</summary>
internal sealed record FlagList(int Total, IReadOnlyList<FlagRow> Flags);
