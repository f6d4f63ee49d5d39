namespace GrayFlags.Dashboard.Wire;

/// <summary>The body of an operation.</summary>
internal sealed record OperationRequest
{
    public string? Reason { get; init; }

    public string? ExpectedRevision { get; init; }

    /// <summary>The version of the rules, for a pin.</summary>
    public string? Version { get; init; }

    /// <summary>The provider, for a document that is held back.</summary>
    public string? Provider { get; init; }
}
