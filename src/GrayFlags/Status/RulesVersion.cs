namespace GrayFlags;

/// <summary>One version of the rules that has served, and what it changed. Immutable.</summary>
public sealed record RulesVersion
{
    /// <summary>The version, as decisions and the status name it.</summary>
    public required string Version { get; init; }

    /// <summary>The time when it began to serve.</summary>
    public required DateTimeOffset AppliedAt { get; init; }

    /// <summary>The providers whose documents it was merged from.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Flags that the version before did not have.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Flags that only the version before had.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Flags that are written otherwise than in the version before.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];
}
