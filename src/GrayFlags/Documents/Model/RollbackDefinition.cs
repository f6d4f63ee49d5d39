namespace GrayFlags.Documents;

/// <summary>What may follow a rollback.</summary>
public sealed class RollbackDefinition : Definition
{
    /// <summary>The largest <see cref="MaxAttempts"/>.</summary>
    public const int MostAttempts = 1_000;

    /// <summary>How the next attempt begins. Null: not given, which is <see cref="RolloutResume.Manual"/>.</summary>
    public RolloutResume? Resume { get; init; }

    /// <summary>How long after a rollback the next attempt may begin, in whole seconds. Null: not given, which is an hour.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>How many attempts there may be, 1 to 1,000. Null: not given, which is 3.</summary>
    public int? MaxAttempts { get; init; }
}
