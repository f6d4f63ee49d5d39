using System.Text.Json.Serialization;

namespace GrayFlags;

/// <summary>What has come of a rollout: what an <see cref="IRolloutStore"/> keeps. Immutable.</summary>
public sealed record RolloutRecord
{
    /// <summary>The flag.</summary>
    public required string Flag { get; init; }

    /// <summary>The rollout's id.</summary>
    public required string Id { get; init; }

    /// <summary>Which attempt, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Counts the decisions of operators within the attempt, so that a later one wins over what a node still believes.</summary>
    public long Epoch { get; init; }

    /// <summary>Where it stands.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>The stage, from 0.</summary>
    public int Stage { get; init; }

    /// <summary>What it waits for.</summary>
    [JsonPropertyName("hold")]
    public RolloutWaitReason WaitReason { get; init; }

    /// <summary>When the attempt began to run.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the stage began; moved on by the time that the rollout was paused.</summary>
    public DateTimeOffset StageStartedAt { get; init; }

    /// <summary>Since when it stands still; null when it does not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When it was rolled back, cancelled or completed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it stands where it does.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the stage has its approval.</summary>
    public bool IsApproved { get; init; }

    /// <summary>Since when outcomes are waited for anew: when it was last resumed. Null for never.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>
    /// By guard, the evidence (a natural logarithm) that an operator knew of when resuming. The guard pauses again when as much again as breaches it has come on top.
    /// </summary>
    public IReadOnlyDictionary<string, double> Acknowledged { get; init; } = new Dictionary<string, double>();

    /// <summary>The store's own count of the versions of this record; 0 for one that was never written.</summary>
    public long Revision { get; init; }

    /// <summary>The last steps, the newest last.</summary>
    public IReadOnlyList<RolloutChange> Changes { get; init; } = [];
}
