namespace GrayFlags.Dashboard.Wire;

/// <summary>The answers of a flag over time.</summary>
/// <param name="Steps">The last five minutes by ten seconds: Unix seconds, on, off; steps without any are left out.</param>
/// <param name="Days">At most 35 days.</param>
internal sealed record UsageHistory(IReadOnlyList<long[]> Steps, IReadOnlyList<UsageDay> Days)
{
    public static UsageHistory? Of(FlagUsage? usage) => usage is null
        ? null
        : new UsageHistory([.. usage.Steps.Select(static step => new[] { step.At.ToUnixTimeSeconds(), step.On, step.Off })], usage.Days);
}
