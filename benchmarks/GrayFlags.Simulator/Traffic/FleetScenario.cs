namespace GrayFlags.Simulator.Traffic;

/// <summary>A rollout on several nodes, whose users meet any of them. What is not set is the base case.</summary>
internal sealed record FleetScenario
{
    public int Nodes { get; init; } = 1;

    /// <summary>True when each node judges alone, at the full risk, as nodes do whose store has no log.</summary>
    public bool IsEachAlone { get; init; }

    public int Users { get; init; } = 5_000;

    /// <summary>Calls a second of each node.</summary>
    public double CallsPerSecond { get; init; } = 10;

    public int Seconds { get; init; } = 1_200;

    /// <summary>The canary's share.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>The share of calls of the control that fail, of users who are not broken.</summary>
    public double Rate { get; init; } = 0.005;

    /// <summary>The same of the canary.</summary>
    public double CanaryRate { get; init; } = 0.005;

    /// <summary>The share of users of whom half of all calls fail.</summary>
    public double Broken { get; init; } = 0.01;

    /// <summary>True when no user comes a second time.</summary>
    public bool IsOnceOnly { get; init; }

    /// <summary>The number of times in an hour that a node loses the store, for 5 to 120 seconds each.</summary>
    public double PartitionsPerHour { get; init; }

    /// <summary>The calls a second from which nodes record the calls of fewer users.</summary>
    public double MostCalls { get; init; } = 5_000;

    /// <summary>The risk at whose breach the stream ends; null to play it to its end.</summary>
    public double? EndsAtRisk { get; init; }
}
