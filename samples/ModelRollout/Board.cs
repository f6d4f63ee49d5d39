using System.Globalization;
using GrayFlags;

namespace ModelRollout;

/// <summary>Prints where the rollout stands.</summary>
internal static class Board
{
    public static void Print(int second, RolloutStatus status)
    {
        var record = status.Record;
        var hold = record.Hold == RolloutHold.None ? "" : $", waits for {record.Hold.ToString().ToLowerInvariant()}";
        var guards = string.Join("   ", status.Guards.Where(guard => guard.Canary.Count + guard.Control.Count > 0).Select(Of));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{second,3} s  {record.Phase} {status.StageName} {status.Percentage} %{hold}   {guards}"));
    }

    public static void Print(RolloutChange change) => Console.WriteLine($"       >> {change.From} -> {change.To}, stage {change.Stage}, by {change.By}: {change.Reason}");

    // The evidence is a part of what breaches: at 100 % the guard rolls back, or pauses.
    private static string Of(RolloutGuardStatus guard)
    {
        var evidence = 100 * Math.Max(0, guard.Evidence / guard.Threshold);
        return guard.IsLimit
            ? string.Create(CultureInfo.InvariantCulture, $"{guard.Name} {guard.Canary.Mean + guard.Control.Mean:0.000} of {guard.Canary.Count + guard.Control.Count} [{evidence:0} %]")
            : string.Create(CultureInfo.InvariantCulture, $"{guard.Name} {guard.Canary.Mean:0.000}/{guard.Control.Mean:0.000} of {guard.Canary.Count}/{guard.Control.Count} [{evidence:0} %]");
    }
}
