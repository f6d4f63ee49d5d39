namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Time in quarters of a minute, and how new a unit is to the epochs of one: to none, to the shortest ones, or to the whole attempt.</summary>
internal static class EpochStamp
{
    /// <summary>How long a quarter is.</summary>
    public const int Seconds = 15;

    public const int PerMinute = 4;

    /// <summary>The epochs beside the whole attempt: of 15 seconds and of 1, 4, 16, 64 and 256 minutes.</summary>
    public const int Levels = 6;

    /// <summary>The freshness of a unit that was never seen.</summary>
    public const int Never = Levels + 1;

    /// <summary>How many values of freshness there are.</summary>
    public const int Count = Never + 1;

    /// <summary>The epoch of a level that a quarter lies in.</summary>
    public static long EpochOf(long quarter, int level) => quarter >> (2 * level);

    /// <summary>In how many levels the unit is new: they nest, so these are the shortest. <see cref="Never"/> where it is new to the attempt.</summary>
    /// <param name="seen">The quarter in which it was last seen; negative for never.</param>
    /// <param name="quarter">The quarter now.</param>
    public static int Freshness(long seen, long quarter)
    {
        if (seen < 0)
        {
            return Never;
        }

        var level = 0;
        while (level < Levels && EpochOf(seen, level) != EpochOf(quarter, level))
        {
            level++;
        }

        return level;
    }
}
