using System.Globalization;
using GrayFlags;

namespace ModelRollout;

/// <summary>Prints where the rollout stands.</summary>
internal static class Board
{
    public static void Print(int second, RolloutStatus status)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{second,3} s  {status.StageName} {status.Percentage} %, {status.Remaining.Text}"));
        foreach (var guard in status.Guards.Where(guard => guard.Canary.Count + guard.Control.Count > 0 && guard.Evidence > 0.5))
        {
            Console.WriteLine("         " + Of(guard));
        }
    }

    /// <summary>How it stands, in a sentence for whoever is on call.</summary>
    public static string Sentence(RolloutStatus status) => status.Record.Phase switch
    {
        RolloutPhase.RolledBack => $"Rolled back: the flag is off for everyone. {status.Record.Reason}",
        RolloutPhase.Withheld => $"Withheld: nobody gets the new model until somebody has looked. {status.Record.Reason}",
        RolloutPhase.Completed => $"Completed: everyone has the new model. {status.Record.Reason}",
        _ => status.Remaining.Text,
    };

    public static void Print(RolloutChange change) =>
        Console.WriteLine($"       >> {change.From} -> {change.To}, stage {change.Stage}, by {change.By}: {change.Reason}");

    private static string Of(RolloutGuardStatus guard) => guard.IsLimit
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{guard.Name} {guard.Canary.Mean + guard.Control.Mean:0.000} of {guard.Canary.Count + guard.Control.Count} "
                + $"[{guard.Odds}; at {guard.ThresholdOdds}]")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{guard.Name} {Mean(guard.Canary)}/{Mean(guard.Control)} of {guard.Canary.Count}/{guard.Control.Count} "
                + $"[{guard.Odds}; at {guard.ThresholdOdds}]");

    // The mean of nothing is no 0.
    private static string Mean(RolloutArmStatus arm) => arm.Count == 0 ? "-" : arm.Mean.ToString("0.000", CultureInfo.InvariantCulture);
}
