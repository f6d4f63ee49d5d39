using GrayFlags.Bucketing;

namespace GrayFlags.Simulation.Services;

/// <summary>A service in a few numbers: how often calls fail and how long they take, in each arm.</summary>
internal sealed record DescribedService
{
    private const double Hour = 3_600;
    private const double BrokenRate = 0.5;

    /// <summary>The share of calls of the original that fail.</summary>
    public double FailureRate { get; init; } = 0.01;

    /// <summary>That of the upgraded one.</summary>
    public double CanaryFailureRate { get; init; } = 0.01;

    /// <summary>The median duration of a call, in seconds; durations are log-normal.</summary>
    public double MedianSeconds { get; init; } = 0.1;

    /// <summary>The standard deviation of the duration's logarithm.</summary>
    public double Spread { get; init; } = 0.8;

    /// <summary>By which factor the upgraded one takes longer.</summary>
    public double CanarySlower { get; init; } = 1;

    /// <summary>The time at which the upgraded one becomes another than the original, in seconds since the beginning.</summary>
    public double WorseFrom { get; init; }

    /// <summary>By which factor failures of both arms grow in an hour.</summary>
    public double Drift { get; init; } = 1;

    /// <summary>The share of users of whom half of all calls fail.</summary>
    public double Broken { get; init; }

    /// <summary>The end of a call.</summary>
    /// <param name="draws">Where chance comes from.</param>
    /// <param name="user">Who calls.</param>
    /// <param name="isCanary">The arm.</param>
    /// <param name="now">Seconds since the beginning.</param>
    public (bool Fails, double Seconds) Answer(Draws draws, ulong user, bool isCanary, double now)
    {
        var isWorse = isCanary && now >= WorseFrom;
        var isBroken = MurmurHash3.Mix64(user) < Broken * ulong.MaxValue;
        var rate = isBroken ? BrokenRate : (isWorse ? CanaryFailureRate : FailureRate) * Math.Pow(Drift, now / Hour);
        var seconds = MedianSeconds * Math.Exp(Spread * draws.NextNormal()) * (isWorse ? CanarySlower : 1);
        return (draws.Chance(rate), seconds);
    }
}
