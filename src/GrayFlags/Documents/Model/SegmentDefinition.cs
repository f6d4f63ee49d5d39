using System.Text.Json;

namespace GrayFlags.Documents;

/// <summary>A named set of contexts: those in <c>users</c>, or those for which every other field given holds; less its exceptions.</summary>
public sealed class SegmentDefinition : MembershipDefinition
{
    /// <summary>Free text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Any JSON the author wants to keep with the segment. Not read by the library.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Nobody for whom any of these holds is in the segment.</summary>
    public MembershipDefinition? Except { get; init; }
}
