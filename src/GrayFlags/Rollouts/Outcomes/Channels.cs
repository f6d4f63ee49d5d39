using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Which channels an attempt counts, and where in a row of counters each has its places: first the control's levels, then the canary's.</summary>
internal sealed class Channels
{
    public const int Count = (int)Channel.EveryError + 1;

    private const int Absent = -1;

    // The split is always watched, and stages ask how many outcomes they had.
    private static readonly Channel[] Always = [Channel.Exposure, Channel.Invalid, Channel.Repeated, Channel.Error];

    private readonly int[] _starts = new int[Count];

    public Channels(IEnumerable<GuardPlan> guards)
    {
        HashSet<Channel> watched = [.. Always, .. guards.Select(Of)];
        foreach (var channel in Enum.GetValues<Channel>())
        {
            _starts[(int)channel] = watched.Contains(channel) ? Length : Absent;
            Length += watched.Contains(channel) ? 2 * Levels(channel) : 0;
        }
    }

    /// <summary>How many counters there are.</summary>
    public int Length { get; }

    /// <summary>What feeds a guard.</summary>
    public static Channel Of(GuardPlan guard) => guard.Metric switch
    {
        GuardMetric.Error => guard.IsLimit ? Channel.EveryError : Channel.Error,
        GuardMetric.Duration => Channel.Duration,
        GuardMetric.Score => Channel.Score,
        GuardMetric.OptOut => Channel.OptOut,
        _ => Channel.Mismatch,
    };

    /// <summary>How many values of the channel are told apart.</summary>
    public static int Levels(Channel channel) => channel switch
    {
        Channel.Exposure or Channel.Invalid or Channel.Repeated => 1,
        Channel.Duration => DurationScale.Levels,
        Channel.Score => ScoreScale.Levels,
        _ => 2,
    };

    public bool Has(Channel channel) => _starts[(int)channel] != Absent;

    /// <summary>Where an outcome is counted.</summary>
    public int Place(Channel channel, bool isCanary, int level) => _starts[(int)channel] + (isCanary ? Levels(channel) : 0) + level;

    /// <summary>The counters of one arm.</summary>
    public ReadOnlySpan<int> Arm(ReadOnlySpan<int> counters, Channel channel, bool isCanary) => counters.Slice(Place(channel, isCanary, 0), Levels(channel));
}
