namespace GrayFlags.Dashboard.Wire;

/// <summary>A source of documents.</summary>
internal sealed record ProviderView
{
    public required string Name { get; init; }

    public required ProviderState State { get; init; }

    public required string? Reason { get; init; }

    public required long? DocumentVersion { get; init; }

    public required DateTimeOffset? LoadedAt { get; init; }

    public required DateTimeOffset? SavedAt { get; init; }

    public required DateTimeOffset? ChangedAt { get; init; }

    public required double? MaxSilenceSeconds { get; init; }

    public required long Failures { get; init; }

    public required IReadOnlyList<ProblemView> Problems { get; init; }

    public static ProviderView Of(ProviderStatus provider) => new()
    {
        Name = provider.Name,
        State = provider.State,
        Reason = provider.Reason,
        DocumentVersion = provider.DocumentVersion,
        LoadedAt = provider.LoadedAt,
        SavedAt = provider.SavedAt,
        ChangedAt = provider.ChangedAt,
        MaxSilenceSeconds = provider.MaxSilence?.TotalSeconds,
        Failures = provider.Failures,
        Problems = [.. provider.Problems.Select(ProblemView.Of)],
    };
}
