namespace GrayFlags.Rules.Plans;

/// <summary>What may follow a rollback.</summary>
/// <param name="ResumesAutomatically">Whether the next attempt begins by itself when the cooldown is over.</param>
/// <param name="Cooldown">How long after a rollback the next attempt may begin.</param>
/// <param name="MaxAttempts">How many attempts there may be.</param>
internal sealed record RollbackPlan(bool ResumesAutomatically, TimeSpan Cooldown, int MaxAttempts)
{
    public static RollbackPlan Default { get; } = new(false, TimeSpan.FromHours(1), 3);
}
