using System.Text.Json;

namespace GrayFlags.Documents;

/// <summary>A flag as a document defines it: the short form (<c>true</c> or <c>false</c>), or an object with rules.</summary>
public sealed class FlagDefinition : Definition
{
    // Boxed: of what few flags have, the others need not keep the room.
    private readonly object? _expires;
    private readonly object? _metadata;
    private readonly object? _default;

    /// <summary>The short form: on or off for everyone. Null for a flag written as an object.</summary>
    public bool? Static { get; init; }

    /// <summary>Free text for people.</summary>
    public string? Description { get; init; }

    /// <summary>The owner of the flag.</summary>
    public string? Owner { get; init; }

    /// <summary>The time by which the flag should be gone from the code. It continues to serve; status and log remind of it. Null: never.</summary>
    public FlagExpiry? Expires { get => (FlagExpiry?)_expires; init => _expires = value; }

    /// <summary>Free words to sort flags by. Null: none given.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Any JSON the author wants to keep with the flag. Not read by the library.</summary>
    public JsonElement? Metadata { get => (JsonElement?)_metadata; init => _metadata = value; }

    /// <summary>
    /// True shows the flag to browsers and apps on devices, over OFREP and in pages: its name, its answers and the values of its variants. Null: the default,
    /// false.
    /// </summary>
    public bool? ClientSide { get; init; }

    /// <summary>False is off for everyone, with no variant. Null: the default, true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The rules by name; their order is given by <see cref="RuleDefinition.Priority"/>, what they serve and their names. Null: none given.</summary>
    public IReadOnlyDictionary<string, RuleDefinition>? Rules { get; init; }

    /// <summary>The rollout, which is asked after the rules. Null: none given.</summary>
    public RolloutDefinition? Rollout { get; init; }

    /// <summary>The value that the flag serves when no rule matches. Null: the default, <c>false</c>.</summary>
    public ServeDefinition? Default { get => (ServeDefinition?)_default; init => _default = value; }

    /// <summary>The variants by name. Null: none given.</summary>
    public IReadOnlyDictionary<string, VariantDefinition>? Variants { get; init; }

    /// <summary>
    /// The variants of those for whom the flag is on and nothing else names one, by the first step that holds. Null: they have none. For documents of other
    /// systems.
    /// </summary>
    public IReadOnlyList<AllocationDefinition>? Allocation { get; init; }

    /// <summary>The variant, by name, of those for whom the flag is off. Null: they have none.</summary>
    public string? WhenOff { get; init; }

    /// <summary>Tells the text that it was read from apart from others; 0 where it was not read.</summary>
    internal ulong ContentHash { get; init; }

    /// <summary>The short form: a flag that is on or off for everyone.</summary>
    /// <param name="on">Whether the flag is on.</param>
    public static implicit operator FlagDefinition(bool on) => FromBoolean(on);

    /// <summary>The short form: a flag that is on or off for everyone.</summary>
    /// <param name="on">Whether the flag is on.</param>
    /// <returns>The definition.</returns>
    public static FlagDefinition FromBoolean(bool on) => new() { Static = on };
}
