namespace GrayFlags.Snapshots.Persistence;

/// <summary>What is known of a saved payload beside its bytes.</summary>
internal sealed record SavedHeader
{
    /// <summary>When it was saved, by the clock of who saved it.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>The document's own version, where it has one.</summary>
    public long? Version { get; init; }

    /// <summary>When the document says that it was issued.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The provider that brought it.</summary>
    public string? Source { get; init; }

    /// <summary>The fingerprint of the document.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Who asked for it: of a pin, the operator.</summary>
    public string? By { get; init; }

    /// <summary>Why it was asked for.</summary>
    public string? Reason { get; init; }
}
