namespace GrayFlags.Rollouts.Outcomes;

/// <summary>How new a unit is to the epochs of a minute: to none, to the shortest ones, or to the whole attempt.</summary>
internal static class MinuteStamp
{
    /// <summary>The epochs beside the whole attempt: of 1, 4, 16, 64 and 256 minutes.</summary>
    public const int Levels = 5;

    /// <summary>The freshness of a unit that was never seen.</summary>
    public const int Never = Levels + 1;

    /// <summary>How many values of freshness there are.</summary>
    public const int Count = Never + 1;

    /// <summary>The epoch of a level that a minute lies in.</summary>
    public static long EpochOf(long minute, int level) => minute >> (2 * level);

    /// <summary>In how many levels the unit is new: they nest, so these are the shortest. <see cref="Never"/> where it is new to the attempt.</summary>
    /// <param name="seen">The minute in which it was last seen; negative for never.</param>
    /// <param name="minute">The minute now.</param>
    public static int Freshness(long seen, long minute)
    {
        if (seen < 0)
        {
            return Never;
        }

        var level = 0;
        while (level < Levels && EpochOf(seen, level) != EpochOf(minute, level))
        {
            level++;
        }

        return level;
    }
}
