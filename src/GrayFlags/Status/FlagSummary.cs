using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>One flag of the live rules, with the words that its author gave it. Immutable.</summary>
public sealed record FlagSummary
{
    /// <summary>The flag's name, as the document spells it.</summary>
    public required string Name { get; init; }

    /// <summary>The part of the definition that decides.</summary>
    public required FlagKind Kind { get; init; }

    /// <summary>True when the flag is off for everyone by a kill switch: the <c>off</c> of a document, or <see cref="IGrayRules.TurnOffAsync"/>.</summary>
    public bool IsKilled { get; init; }

    /// <summary>True when browsers and apps on devices see the flag, by <c>"clientSide": true</c>.</summary>
    public bool IsClientSide { get; init; }

    /// <summary>The author's description; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The owner of the flag; null when there is none.</summary>
    public string? Owner { get; init; }

    /// <summary>The tags of the flag.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The day or instant after which the flag should be gone from the code; null for never.</summary>
    public FlagExpiry? Expires { get; init; }

    /// <summary>True when <see cref="Expires"/> is past. The flag goes on serving.</summary>
    public bool IsExpired { get; init; }

    /// <summary>The source that the definition was read from, usually the provider's name; null when it was built in code.</summary>
    public string? Source { get; init; }
}
