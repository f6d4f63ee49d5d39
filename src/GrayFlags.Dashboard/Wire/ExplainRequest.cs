using System.Text.Json;

namespace GrayFlags.Dashboard.Wire;

/// <summary>The context and the time of a question. Never logged and never stored.</summary>
internal sealed record ExplainRequest
{
    public string? UserId { get; init; }

    public string? Region { get; init; }

    public Dictionary<string, JsonElement>? Attributes { get; init; }

    public DateTimeOffset? At { get; init; }
}
