namespace GrayFlags.Dashboard.Wire;

/// <summary>A draft of a document.</summary>
internal sealed record CheckRequest
{
    /// <summary>The document, as text.</summary>
    public string? Json { get; init; }
}
