namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Time in quarters of a minute, and how new a unit is to the epochs of one: to none, to the shortest ones, or to the whole attempt.</summary>
internal static class EpochStamp
{
    // Tables keep 16 bits, 0 for never. What would not fit any more is moved back by whole epochs of every level.
    private const int Last = 65_000;
    private const int Moved = 32_768;

    /// <summary>The length of a quarter.</summary>
    public const int Seconds = 15;

    public const int PerMinute = 4;

    /// <summary>The epochs beside the whole attempt: of 15 seconds and of 1, 4, 16, 64 and 256 minutes.</summary>
    public const int Levels = 6;

    /// <summary>The freshness of a unit that was never seen.</summary>
    public const int Never = Levels + 1;

    /// <summary>The number of values of freshness.</summary>
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

    /// <summary>The quarter that a table has written down; -1 for never.</summary>
    /// <param name="stamp">From <see cref="Write"/>.</param>
    /// <param name="offset">The table's first quarter.</param>
    public static long Read(ushort stamp, long offset) => stamp == 0 ? -1 : stamp - 1 + offset;

    /// <summary>A quarter as a table writes it down. Quarters do not fall.</summary>
    /// <param name="quarter">The quarter.</param>
    /// <param name="offset">The table's first quarter; moved on where the quarter would not fit.</param>
    /// <param name="tables">All that is written down with that offset.</param>
    public static ushort Write(long quarter, ref long offset, params ReadOnlySpan<ushort[]> tables)
    {
        while (quarter - offset + 1 >= Last)
        {
            offset += Moved;
            foreach (var table in tables)
            {
                foreach (ref var stamp in table.AsSpan())
                {
                    stamp = (ushort)(stamp == 0 ? 0 : Math.Max(stamp - Moved, 1));
                }
            }
        }

        return (ushort)Math.Max(quarter - offset + 1, 1);
    }
}
