namespace GrayFlags;

/// <summary>An instance's place in its fleet, as far as a rollout is concerned.</summary>
public sealed record RolloutFleetStatus
{
    /// <summary>The number of instances whose outcomes were in the log in the last 30 seconds.</summary>
    public int Nodes { get; init; }

    /// <summary>The position in the log up to which this instance has weighed the evidence.</summary>
    public long Position { get; init; }

    /// <summary>The number of entries of the log that it has not weighed yet.</summary>
    public long Lag { get; init; }

    /// <summary>The number of its batches that were dropped because the store was away for too long. Each was dropped as a whole, with both arms.</summary>
    public long DroppedBatches { get; init; }

    /// <summary>
    /// True while the store has not answered for 15 seconds, or has taken nothing from the instance since it started, where it may only be read: the instance
    /// goes on serving, promotes nothing, and weighs its own outcomes alone.
    /// </summary>
    public bool IsCutOff { get; init; }

    /// <summary>True while it does not know the fleet's evidence, at its start or with other guards than the rest: it serves, and does not judge.</summary>
    public bool IsCatchingUp { get; init; }

    /// <summary>
    /// The part of the users whose calls are recorded, from 0 to 1: 1 for all of them. Where all instances together would record more than 5,000 users' calls a
    /// second, it is halved as often as it takes, on all of them alike. Counts of units and calls are of those that are recorded.
    /// </summary>
    public double SamplingRatio { get; init; } = 1;
}
