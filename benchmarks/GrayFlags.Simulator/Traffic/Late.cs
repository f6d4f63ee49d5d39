namespace GrayFlags.Simulator.Traffic;

/// <summary>A canary that is healthy, and from a random moment on is not. What is not set is the base case.</summary>
internal sealed record Late
{
    public int Users { get; init; } = 2_000;

    public double CallsPerSecond { get; init; } = 50;

    public double Share { get; init; } = 0.05;

    /// <summary>The share of calls that fail in both arms.</summary>
    public double Rate { get; init; } = 0.01;

    /// <summary>For how long it is healthy at least, in seconds.</summary>
    public int Healthy { get; init; } = 36_000;

    /// <summary>For how much longer it may be, in seconds: the longest epoch, so that the moment is random in each.</summary>
    public int Longer { get; init; } = 256 * 60;

    /// <summary>How long the stage is planned to last, in hours.</summary>
    public int Planned { get; init; } = 24;

    /// <summary>How often a second the guard looks once the canary is not healthy any more.</summary>
    public int LooksPerSecond { get; init; } = 1;

    public Hostility? Hostility { get; init; }

    /// <summary>What may follow, each from the same past.</summary>
    public required Ending[] Endings { get; init; }
}
