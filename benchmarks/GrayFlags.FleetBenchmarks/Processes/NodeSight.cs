using System.Globalization;

namespace GrayFlags.FleetBenchmarks;

/// <summary>The rollout as a process of a fleet sees it.</summary>
/// <param name="Id">The rollout's id.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Stage">Its stage, from 0.</param>
/// <param name="Position">The position in the log up to which the process has weighed.</param>
/// <param name="LnE">The evidence of the first guard.</param>
/// <param name="Canary">The canary's calls.</param>
/// <param name="Control">The control's calls.</param>
/// <param name="IsOn">The answer for a user of the canary.</param>
/// <param name="IsJudging">True while it weighs the evidence of the fleet; the calls before are not seen.</param>
internal sealed record NodeSight(string Id, RolloutPhase Phase, int Stage, long Position, double LnE, long Canary, long Control, bool IsOn, bool IsJudging)
{
    /// <summary>One line, with the time by the machine's monotonic clock, which all processes share.</summary>
    public string ToLine(long timestamp) => string.Create(
        CultureInfo.InvariantCulture, $"{timestamp} {Id} {Phase} {Stage} {Position} {LnE:R} {Canary} {Control} {IsOn} {IsJudging}");

    /// <summary>Reads a line; null for any other one.</summary>
    public static (long Timestamp, NodeSight Sight)? TryRead(string line)
    {
        if (line.Split(' ') is not [var at, var id, var phase, var stage, var position, var lnE, var canary, var control, var isOn, var isJudging])
        {
            return null;
        }

        return (Long(at), new NodeSight(
            id, Enum.Parse<RolloutPhase>(phase), (int)Long(stage), Long(position), double.Parse(lnE, CultureInfo.InvariantCulture), Long(canary), Long(control),
            bool.Parse(isOn), bool.Parse(isJudging)));
    }

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
