namespace GrayFlags.Snapshots.Persistence;

/// <summary>The metadata of a saved payload.</summary>
internal sealed record SavedHeader
{
    /// <summary>The name under which it is saved, on disk only; null in memory, where it stands beside the header.</summary>
    public string? Name { get; init; }

    /// <summary>The time of the save, by the writer's clock.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>The document's own version, if any.</summary>
    public long? Version { get; init; }

    /// <summary>The document's own issue time, if any.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The provider of the document.</summary>
    public string? Source { get; init; }

    /// <summary>The fingerprint of the document.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The operator who set the pin.</summary>
    public string? By { get; init; }

    /// <summary>The operator's reason.</summary>
    public string? Reason { get; init; }
}
