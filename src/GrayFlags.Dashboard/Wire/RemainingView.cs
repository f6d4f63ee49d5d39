namespace GrayFlags.Dashboard.Wire;

/// <summary>The conditions that a stage still waits for; times in seconds.</summary>
internal sealed record RemainingView
{
    public required double HoldSeconds { get; init; }

    public required DateTimeOffset? WindowOpensAt { get; init; }

    public required long SamplesWanted { get; init; }

    public required long Samples { get; init; }

    public required double? SamplesInSeconds { get; init; }

    public required bool Approval { get; init; }

    public required double? EvidenceInSeconds { get; init; }

    public required string Text { get; init; }

    public required string? Warning { get; init; }

    public static RemainingView Of(RolloutRemaining remaining) => new()
    {
        HoldSeconds = remaining.Time.TotalSeconds,
        WindowOpensAt = remaining.WindowOpensAt,
        SamplesWanted = remaining.SamplesWanted,
        Samples = remaining.Samples,
        SamplesInSeconds = remaining.SamplesIn?.TotalSeconds,
        Approval = remaining.Approval,
        EvidenceInSeconds = remaining.EvidenceIn?.TotalSeconds,
        Text = remaining.Text,
        Warning = remaining.Warning,
    };
}
