using System.Globalization;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>The experiments behind what is promised of one guard over many nodes, beside nodes that judge alone.</summary>
internal static class FleetTable
{
    public const string Explanation =
        "Where the arms are alike: 5,000 users who meet any node, 10 calls a second on each node, 20 minutes, 0.5 % of calls fail, and half of those of 1 % of "
        + "users. 'Each alone' is a store without a log. Cut off: a node loses the store six times an hour for 5 to 120 seconds, and from the "
        + "sixteenth on judges by itself with its part of the risk. Sampled: of ten times as many calls, "
        + "nodes record those of so many users that it is 50 a second in all.";

    // Calls a second, of which there are ten times as many.
    private const double Sampled = 50;

    private static readonly int[] Fleets = [1, 10, 50];
    private static readonly double[] Shares = [0.05, 0.5];

    public static IEnumerable<Experiment> Rows() => [.. Alarms(), .. Detections()];

    private static IEnumerable<Experiment> Alarms()
    {
        foreach (var share in Shares)
        {
            foreach (var nodes in Fleets)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"share {share * 100} %, {nodes} {(nodes == 1 ? "node" : "nodes")}");
                var scenario = new FleetScenario { Nodes = nodes, Share = share };
                yield return new FleetAlarms(name + ", each alone", scenario with { IsEachAlone = true });
                yield return new FleetAlarms(name, scenario);
                yield return new FleetAlarms(name + ", cut off now and then", scenario with { PartitionsPerHour = 6 });
                if (nodes * scenario.CallsPerSecond > Sampled)
                {
                    yield return new FleetAlarms(name + ", sampled", scenario with { MostCalls = Sampled });
                }
            }
        }
    }

    private static IEnumerable<Experiment> Detections()
    {
        foreach (var nodes in Fleets)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{nodes} {(nodes == 1 ? "node" : "nodes")}");
            yield return new FleetDetection(name + ", each alone", FleetDetection.Failing with { Nodes = nodes, IsEachAlone = true });
            yield return new FleetDetection(name, FleetDetection.Failing with { Nodes = nodes });
        }
    }
}
