namespace GrayFlags.Documents;

/// <summary>The policy for attempts after a rollback.</summary>
public sealed class RollbackDefinition : Definition
{
    /// <summary>The largest <see cref="MaxAttempts"/>.</summary>
    public const int MostAttempts = 1_000;

    /// <summary>The way the next attempt begins. Null: the default, <see cref="RolloutResume.Manual"/>.</summary>
    public RolloutResume? Resume { get; init; }

    /// <summary>The delay after a rollback before the next attempt may begin, in whole seconds. Null: the default, an hour.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>The maximum number of attempts, 1 to 1,000. Null: the default, 3.</summary>
    public int? MaxAttempts { get; init; }
}
