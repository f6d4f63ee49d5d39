namespace GrayFlags.Usage;

/// <summary>The usage of a whole fleet, as its store has it. Immutable.</summary>
internal sealed record FleetRecord
{
    /// <summary>The number of writers whose last batch is remembered.</summary>
    public const int MostWriters = 1_000;

    private static readonly TimeSpan WriterKept = TimeSpan.FromDays(7);

    /// <summary>A fleet that has measured nothing.</summary>
    public static FleetRecord None { get; } = new();

    /// <summary>The days on which any instance was measuring, in their order.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>The flags, with the answers of all instances.</summary>
    public IReadOnlyDictionary<string, UsageState.FlagState> Flags { get; init; } = new Dictionary<string, UsageState.FlagState>();

    /// <summary>The last batch of each process: one whose answer was lost is not added again.</summary>
    public IReadOnlyDictionary<string, FleetWriter> Writers { get; init; } = new Dictionary<string, FleetWriter>();

    /// <summary>True when a batch is part of it.</summary>
    public bool Has(UsageBatch batch) => Writers.TryGetValue(batch.Writer, out var writer) && writer.Sequence >= batch.Sequence;

    /// <summary>Joins two records: a store that was set back gets back everything that it has lost.</summary>
    public static FleetRecord Max(FleetRecord left, FleetRecord right) => new()
    {
        Days = [.. left.Days.Union(right.Days).Order()],
        Flags = Join([left.Flags, right.Flags], UsageDays.Max),
        Writers = left.Writers.Concat(right.Writers).GroupBy(static writer => writer.Key, StringComparer.Ordinal)
            .ToDictionary(static all => all.Key, static all => all.MaxBy(static writer => writer.Value.Sequence).Value, StringComparer.Ordinal),
    };

    /// <summary>The record with a batch, and without what is too old.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="now">The time by the clock of the process.</param>
    /// <param name="at">The time of the last write by the clock of the store.</param>
    public FleetRecord With(UsageBatch batch, DateTimeOffset now, DateTimeOffset at)
    {
        // The clock of this process is behind by days: the store's counts, or calls of today would be taken for old ones.
        var isBehind = at - now > TimeSpan.FromDays(2);
        var days = isBehind ? UsageDays.DayOf(at).DayNumber - UsageDays.DayOf(now).DayNumber : 0;
        var flags = days == 0 ? batch.Flags : batch.Flags.ToDictionary(static flag => flag.Key, flag => Moved(flag.Value, days));
        var first = UsageDays.DayOf(at).AddDays(1 - FlagLedger.MostDays);
        return new FleetRecord
        {
            Days = [.. Days.Union(batch.Days.Select(day => Moved(day, days))).Where(day => day >= first).Order().TakeLast(FlagLedger.MostDays)],
            Flags = Join([Flags, flags], UsageDays.Sum)
                .Where(flag => flag.Value.SeenOn >= first)
                .OrderByDescending(static flag => flag.Value.SeenOn)
                .Take(UsageMeter.MostFlags)
                .ToDictionary(static flag => flag.Key, flag => flag.Value with
                {
                    Days = [.. flag.Value.Days.Where(day => day[0] >= first.DayNumber).TakeLast(FlagLedger.MostDays)],
                }),
            Writers = Writers
                .Where(writer => writer.Key != batch.Writer && at - writer.Value.At < WriterKept)
                .OrderByDescending(static writer => writer.Value.At)
                .Take(MostWriters - 1)
                .Append(new(batch.Writer, new FleetWriter(batch.Sequence, at)))
                .ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// The record as it can be: no call was after the time at which it was written, by the store's clock. A process whose clock is ahead says so.
    /// </summary>
    public FleetRecord Until(DateTimeOffset at)
    {
        var today = UsageDays.DayOf(at);
        var last = today.AddDays(1);
        return this with
        {
            Days = [.. Days.Where(day => day <= last)],
            Flags = Flags.ToDictionary(static flag => flag.Key, flag => flag.Value with
            {
                Since = Earlier(flag.Value.Since, last),
                SeenOn = Earlier(flag.Value.SeenOn, last),
                LastAskedAt = flag.Value.LastAskedAt is { } asked && asked > at + TimeSpan.FromDays(1) ? at : flag.Value.LastAskedAt,
                Days = UsageState.Pack(UsageDays.Sum(UsageState.Unpack(flag.Value.Days).Select(day => day.Day <= last ? day : day with { Day = today }))),
            }),
            Writers = Writers.ToDictionary(static writer => writer.Key, writer => writer.Value.At <= at ? writer.Value : writer.Value with { At = at }),
        };
    }

    private static Dictionary<string, UsageState.FlagState> Join(
        IEnumerable<IReadOnlyDictionary<string, UsageState.FlagState>> all, Func<IEnumerable<UsageDay>, IEnumerable<UsageDay>> days) => all
        .SelectMany(static flags => flags)
        .GroupBy(static flag => flag.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(
            static same => same.Key,
            same => new UsageState.FlagState(
                same.Min(static flag => flag.Value.Since),
                same.Max(static flag => flag.Value.SeenOn),
                same.Max(static flag => flag.Value.LastAskedAt),
                UsageState.Pack(days(same.SelectMany(static flag => UsageState.Unpack(flag.Value.Days))))),
            StringComparer.OrdinalIgnoreCase);

    private static UsageState.FlagState Moved(UsageState.FlagState flag, int days) => flag with
    {
        Since = Moved(flag.Since, days),
        SeenOn = Moved(flag.SeenOn, days),
        LastAskedAt = flag.LastAskedAt?.AddDays(days),
        Days = [.. flag.Days.Select(day => new[] { day[0] + days, day[1], day[2] })],
    };

    private static DateOnly Moved(DateOnly day, int days) => day.AddDays(days);

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;
}
