using System.Text.Json;

namespace GrayFlags.Documents;

/// <summary>A rule: it matches when all of its conditions hold and none of its exceptions does, and then serves a value.</summary>
public sealed class RuleDefinition : ConditionsDefinition
{
    // Boxed: of what few rules have, the others need not keep the room.
    private readonly object? _metadata;
    private readonly object? _serve;

    /// <summary>Free text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Any JSON the author wants to keep with the rule. Not read by the library.</summary>
    public JsonElement? Metadata { get => (JsonElement?)_metadata; init => _metadata = value; }

    /// <summary>False switches the rule off, as if it were not written. Null: the default, true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Lower goes first. Null: the default, 0.</summary>
    public int? Priority { get; init; }

    /// <summary>The value that the rule serves. Null: the default, <c>true</c>.</summary>
    public ServeDefinition? Serve { get => (ServeDefinition?)_serve; init => _serve = value; }

    /// <summary>
    /// The variants of those whom the rule serves <c>true</c>, by the first step that holds; where none holds, none. Null: that of the flag, if it has one.
    /// </summary>
    public IReadOnlyList<AllocationDefinition>? Allocation { get; init; }

    /// <summary>The rule does not match when any of these conditions holds.</summary>
    public ConditionsDefinition? Except { get; init; }
}
