using System.Text.Json.Serialization;

namespace GrayFlags;

/// <summary>The state of a rollout, as an <see cref="IRolloutStore"/> keeps it. Immutable.</summary>
public sealed record RolloutRecord
{
    /// <summary>The flag.</summary>
    public required string Flag { get; init; }

    /// <summary>The rollout's id.</summary>
    public required string Id { get; init; }

    /// <summary>The attempt, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The number of operators' decisions in the attempt: the record with more of them wins.</summary>
    public long Epoch { get; init; }

    /// <summary>The phase.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>The stage, from 0.</summary>
    public int Stage { get; init; }

    /// <summary>The gate that the stage waits for.</summary>
    [JsonPropertyName("hold")]
    public RolloutWaitReason WaitReason { get; init; }

    /// <summary>The time at which the attempt began to run.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The time at which the stage began, shifted by the time that the rollout was paused.</summary>
    public DateTimeOffset StageStartedAt { get; init; }

    /// <summary>The time at which it was paused or withheld; null when it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The time at which it was rolled back, cancelled or completed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The reason for the latest step.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True when the stage is approved.</summary>
    public bool IsApproved { get; init; }

    /// <summary>The time at which it was last resumed, from which the wait for outcomes counts; null for never.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>
    /// The evidence that an operator acknowledged by resuming, by guard, as a natural logarithm. The guard pauses again only after that much additional
    /// evidence as breaches it.
    /// </summary>
    public IReadOnlyDictionary<string, double> Acknowledged { get; init; } = new Dictionary<string, double>();

    /// <summary>The store's version of this record; 0 for one that was never written.</summary>
    public long Revision { get; init; }

    /// <summary>The latest steps, newest last.</summary>
    public IReadOnlyList<RolloutChange> Changes { get; init; } = [];
}
