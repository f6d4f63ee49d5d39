namespace GrayFlags.Dashboard.Wire;

/// <summary>A document to publish, or the version to go back to.</summary>
internal sealed record PublishRequest
{
    /// <summary>The document, as text: it is stored as it is written.</summary>
    public string? Json { get; init; }

    public long? ToVersion { get; init; }

    public long? ExpectedVersion { get; init; }

    public string? Reason { get; init; }
}
