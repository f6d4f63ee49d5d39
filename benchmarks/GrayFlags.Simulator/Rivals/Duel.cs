namespace GrayFlags.Simulator.Rivals;

/// <summary>What the guard and its rivals are played on: 50 calls a second for two hours.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Share">The canary's.</param>
/// <param name="Canary">The share of its calls that fail.</param>
/// <param name="From">The second from which on; before, it is as good as the control.</param>
internal sealed record Duel(string Name, double Share, double Canary, int From = 0)
{
    /// <summary>How many users come again and again.</summary>
    public const int Users = 2_000;
    public const int CallsPerSecond = 50;
    public const int Seconds = 7_200;
    public const double Rate = 0.01;

    /// <summary>Whether no user comes a second time: what the rivals assume.</summary>
    public bool IsOnceOnly { get; init; }

    /// <summary>The share of users of whom half of all calls fail, whatever they are served.</summary>
    public double Broken { get; init; }

    /// <summary>In an incident both arms go from half a percent to three percent, halfway.</summary>
    public bool IsIncident { get; init; }

    public double RateAt(bool isCanary, int second) =>
        IsIncident ? second < Seconds / 2 ? Rate / 2 : 3 * Rate : isCanary && second >= From ? Canary : Rate;
}
