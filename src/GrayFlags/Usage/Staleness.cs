using System.Globalization;
using GrayFlags.Rules;
using GrayFlags.Snapshots;

namespace GrayFlags.Usage;

/// <summary>Judges from what was measured whether a flag looks stale. Says nothing of days on which nothing was measured.</summary>
internal static class Staleness
{
    public const string Permanent = "permanent";
    public const int DaysNotAsked = 7;
    public const int DaysOfOneAnswer = 30;

    /// <param name="flag">The flag, with the words of its author.</param>
    /// <param name="rules">The flag of the live rules.</param>
    /// <param name="rollout">Its rollout.</param>
    /// <param name="ledger">The counted answers.</param>
    /// <param name="measured">The days on which this process, or any instance of its fleet, was measuring.</param>
    /// <param name="today">Today, in UTC; on a fleet the day up to which its calls are known.</param>
    public static (StaleReason Reason, string Text) Of(
        FlagSummary flag, Flag? rules, RolloutState? rollout, FlagLedger ledger, IReadOnlyCollection<DateOnly> measured, DateOnly today)
    {
        if (flag.IsExpired)
        {
            return (StaleReason.Expired, $"expired on {flag.Expires}");
        }

        if (flag.Tags.Contains(Permanent, StringComparer.OrdinalIgnoreCase))
        {
            return (StaleReason.None, "");
        }

        var asked = AskedOn(ledger.LastAskedAt, ledger.Since);
        var quiet = today.DayNumber - asked.DayNumber;
        if (IsQuiet(ledger.LastAskedAt, ledger.Since, today) && measured.Count(day => day > asked) >= DaysNotAsked)
        {
            return (StaleReason.NotAsked, Days(ledger.LastAskedAt is null ? "not asked since it was first measured, " : "not asked for ", quiet));
        }

        var first = today.AddDays(1 - DaysOfOneAnswer);
        var days = ledger.Days.Where(day => day.Day >= first).ToList();
        var (on, off) = (days.Sum(static day => day.On), days.Sum(static day => day.Off));
        if (ledger.Since <= first
            && measured.Count(day => day >= first) >= DaysOfOneAnswer
            && (on == 0) != (off == 0)
            && rules?.Variants.Count is null or < 2
            && rollout?.Record.Phase is not (RolloutPhase.Pending or RolloutPhase.Running or RolloutPhase.Paused or RolloutPhase.Withheld))
        {
            return (StaleReason.OneAnswer, Days(on > 0 ? "on for everyone for " : "off for everyone for ", DaysOfOneAnswer));
        }

        return (StaleReason.None, "");
    }

    /// <summary>True when a flag was not asked for during so many days that it may look stale.</summary>
    public static bool IsQuiet(DateTimeOffset? lastAskedAt, DateOnly since, DateOnly today) =>
        today.DayNumber - AskedOn(lastAskedAt, since).DayNumber >= DaysNotAsked;

    private static DateOnly AskedOn(DateTimeOffset? lastAskedAt, DateOnly since) =>
        lastAskedAt is { } at ? UsageDays.DayOf(at) : since;

    private static string Days(string words, int days) => string.Create(CultureInfo.InvariantCulture, $"{words}{days} days");
}
