namespace GrayFlags.Rules.Plans;

/// <summary>The policy for attempts after a rollback.</summary>
/// <param name="ResumesAutomatically">Whether the next attempt begins by itself when the cooldown is over.</param>
/// <param name="Cooldown">The delay after a rollback before the next attempt may begin.</param>
/// <param name="MaxAttempts">The maximum number of attempts.</param>
internal sealed record RollbackPlan(bool ResumesAutomatically, TimeSpan Cooldown, int MaxAttempts)
{
    public static RollbackPlan Default { get; } = new(false, TimeSpan.FromHours(1), 3);
}
