namespace GrayFlags.Rollouts.Outcomes;

/// <summary>Time in quarters of a minute, and the freshness of a unit: new to no epoch, to the shortest epochs, or to the whole attempt.</summary>
internal static class EpochStamp
{
    // Tables store 16 bits, 0 for never. Times that no longer fit are moved back by whole epochs of every level.
    private const int Last = 65_000;
    private const int Moved = 32_768;

    /// <summary>The length of a quarter.</summary>
    public const int Seconds = 15;

    public const int PerMinute = 4;

    /// <summary>The number of epoch levels besides the whole attempt: 15 seconds and 1, 4, 16, 64 and 256 minutes.</summary>
    public const int Levels = 6;

    /// <summary>The freshness of a unit that was never seen.</summary>
    public const int Never = Levels + 1;

    /// <summary>The number of values of freshness.</summary>
    public const int Count = Never + 1;

    /// <summary>The epoch of a level that a quarter lies in.</summary>
    public static long EpochOf(long quarter, int level) => quarter >> (2 * level);

    /// <summary>The number of levels to which the unit is new; they nest, so these are the shortest. <see cref="Never"/> for the whole attempt.</summary>
    /// <param name="seen">The quarter in which it was last seen; negative for never.</param>
    /// <param name="quarter">The current quarter.</param>
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

    /// <summary>Reads a quarter from a table's stamp; -1 for never.</summary>
    /// <param name="stamp">The stamp, from <see cref="Write"/>.</param>
    /// <param name="offset">The table's first quarter.</param>
    public static long Read(ushort stamp, long offset) => stamp == 0 ? -1 : stamp - 1 + offset;

    /// <summary>Returns a quarter as a table's stamp. Quarters never fall.</summary>
    /// <param name="quarter">The quarter.</param>
    /// <param name="offset">The table's first quarter; moved when the quarter would not fit.</param>
    /// <param name="tables">The stamps with that offset.</param>
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
