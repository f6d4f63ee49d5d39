using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Tests.Kit;

/// <summary>
/// Random documents that are valid, with a leaning to boundary values: references exist, segments form no circle, windows have a length, shares fit.
/// </summary>
internal static class RandomDocument
{
    private static readonly string[] Metadata =
    [
        "{}", "[]", "0", "true", "\"\"", "\"嗨 👋\"", "1e400", "-0.0", "9007199254740993", "{\"a\":[1,2.50,{\"b\":null}],\"A\":\"x\"}", "[[],[{}],[null]]",
    ];

    private static readonly string[] Attributes = ["user", "region", "tenant", "session", "instance", "request"];
    private static readonly string[] Zones = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
    private static readonly string[] RegionCodes = ["CN", "cn-gd", "CN-GD-SZ", "SE", "DE-BY", "zone1-a"];
    private static readonly int[] Thousandths = [0, 1, 999, 1_000, 25_000, 33_333, 50_000, 99_999, 100_000];

    public static FlagDocument Next(Random random)
    {
        var segments = new Dictionary<string, SegmentDefinition>();
        foreach (var name in Names(random, random.Next(5)))
        {
            // Only those that exist already may be meant, so that no circle can close.
            segments[name] = Segment(random, [.. segments.Keys]);
        }

        string[] segmentNames = [.. segments.Keys];
        var flags = new Dictionary<string, FlagDefinition>();
        foreach (var name in Names(random, random.Next(7)))
        {
            // As with segments: only earlier ones are required.
            flags[name] = Flag(random, segmentNames, [.. flags.Keys]);
        }

        return new FlagDocument
        {
            Schema = Maybe(random, "https://example.org/grayflags.schema.json"),
            Version = random.Next(3) switch
            {
                0 => null,
                1 => random.NextInt64(DocumentAge.MaxVersion),
                _ => Pick(random, [0L, 9_007_199_254_740_993L, DocumentAge.MaxVersion]),
            },
            IssuedAt = random.Next(2) == 0 ? null : Instant(random),
            Description = Maybe(random, RandomText.Free(random)),
            Metadata = MaybeMetadata(random),
            Off = [.. flags.Keys.Where(_ => random.Next(4) == 0).Select(name => RandomText.OtherCase(random, name))],
            Segments = segments,
            Flags = flags,
        };
    }

    private static SegmentDefinition Segment(Random random, string[] others)
    {
        var given = random.Next(1, 16);
        return new SegmentDefinition
        {
            Description = Maybe(random, RandomText.Free(random)),
            Metadata = MaybeMetadata(random),
            Users = (given & 1) != 0 ? Users(random) : null,
            Segments = (given & 2) != 0 ? References(random, others) : null,
            Regions = (given & 4) != 0 ? Regions(random) : null,
            When = (given & 8) != 0 ? RandomWhen.Next(random) : null,
            Except = random.Next(3) == 0
                ? new MembershipDefinition
                {
                    Users = Users(random),
                    Segments = MaybeReferences(random, others),
                    Regions = random.Next(2) == 0 ? Regions(random) : null,
                }
                : null,
        };
    }

    private static FlagDefinition Flag(Random random, string[] segments, string[] others)
    {
        var form = random.Next(10);
        if (form < 2)
        {
            return new FlagDefinition { Static = form == 0 };
        }

        string[] variants = random.Next(2) == 0 ? [] : [.. Names(random, random.Next(4))];
        var rollout =
            random.Next(4) == 0 ? RandomRollout.Next(random, given => Conditions(random, segments, others, given), () => Window(random), variants) : null;
        return new FlagDefinition
        {
            Description = Maybe(random, RandomText.Free(random)),
            Owner = Maybe(random, RandomText.Free(random)),
            Expires = random.Next(4) switch
            {
                0 => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
                1 => DateOnly.MaxValue,
                2 => Instant(random),
                _ => (FlagExpiry?)null,
            },
            Tags = random.Next(3) == 0 ? Users(random) : null,
            Metadata = MaybeMetadata(random),
            ClientSide = MaybeBoolean(random),
            Enabled = form == 2 ? false : MaybeBoolean(random),
            Rules = form == 2 ? null : Names(random, random.Next(1, 5)).ToDictionary(name => name, _ => Rule(random, segments, others, variants)),
            Rollout = rollout,
            Default = form == 2 ? null : rollout is not null ? Maybe(random) : MaybeServe(random, variants),
            Variants = random.Next(3) == 0 && variants.Length == 0 ? null : variants.ToDictionary(
                name => name,
                name => new VariantDefinition { Weight = Weight(random, name == variants[0]), Value = MaybeMetadata(random) }),
        };
    }

    private static RuleDefinition Rule(Random random, string[] segments, string[] others, string[] variants)
    {
        var conditions = Conditions(random, segments, others, random.Next(512));
        return new RuleDefinition
        {
            Description = Maybe(random, RandomText.Free(random)),
            Metadata = MaybeMetadata(random),
            Enabled = MaybeBoolean(random),
            Priority = Pick<int?>(random, [null, null, 0, -1, 10, int.MinValue, int.MaxValue]),
            Serve = MaybeServe(random, variants),
            Except = random.Next(3) == 0 ? Conditions(random, segments, others, random.Next(1, 512)) : null,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            Window = conditions.Window,
            Percentage = conditions.Percentage,
            Requires = conditions.Requires,
            Environments = conditions.Environments,
            Instances = conditions.Instances,
            Custom = conditions.Custom,
            Any = conditions.Any,
            All = conditions.All,
            Not = conditions.Not,
            When = conditions.When,
        };
    }

    // One bit of `given` for each condition, so that an `except` can be made sure to have one.
    private static ConditionsDefinition Conditions(Random random, string[] segments, string[] others, int given, int depth = 0) => new()
    {
        Users = (given & 1) != 0 ? Users(random) : null,
        Segments = (given & 2) != 0 ? References(random, segments) : null,
        Regions = (given & 4) != 0 ? Regions(random) : null,
        Window = (given & 8) != 0 ? Window(random) : null,
        Percentage = (given & 16) != 0 ? Percentage(random) : null,
        When = (given & 32) != 0 ? RandomWhen.Next(random) : null,
        Requires = (given & 64) != 0 ? References(random, others).ToDictionary(name => name, _ => ServeDefinition.FromBoolean(random.Next(3) != 0)) : null,
        Environments = (given & 128) != 0 ? Users(random) : null,
        Instances = (given & 256) != 0 ? Users(random) : null,
        Custom = random.Next(10) == 0
            ? new Dictionary<string, CustomDefinition> { ["even"] = new() { Parameters = random.Next(2) == 0 ? null : JsonElement.Parse("{}") } }
            : null,
        Any = MaybeNested(random, segments, others, depth),
        All = MaybeNested(random, segments, others, depth),
        Not = MaybeNested(random, segments, others, depth) is [var not, ..] ? not : null,
    };

    // Always with users, so that none is empty, and never with a percentage.
    private static List<ConditionsDefinition>? MaybeNested(Random random, string[] segments, string[] others, int depth) =>
        depth < DocumentLimits.MaxNesting && random.Next(8) == 0
            ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Conditions(random, segments, others, (random.Next(512) & ~16) | 1, depth + 1))]
            : null;

    private static PercentageDefinition Percentage(Random random)
    {
        var of = Share(random, 100_000);
        if (random.Next(2) == 0)
        {
            return of / 1000m;
        }

        var hasRamp = random.Next(3) == 0;
        decimal? from = random.Next(2) == 0 ? null : Share(random, 100_000 - of) / 1000m;
        var salt = random.Next(2) == 0 ? null : "s" + RandomText.Free(random);
        return new PercentageDefinition
        {
            Of = hasRamp ? 0 : of / 1000m,
            From = from,
            By = random.Next(2) == 0 ? null : Pick(random, Attributes),
            Salt = salt,

            // Two that drew the same salt would be a layer.
            Overlap = salt is not null ? true : MaybeBoolean(random),
            Ramp = hasRamp ? Ramp(random, of) : null,
            Shape = hasRamp ? Pick<RampShape?>(random, [null, RampShape.Steps, RampShape.Linear]) : null,
        };
    }

    private static List<RampPointDefinition> Ramp(Random random, int most) =>
    [
        .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Instant(random)).DistinctBy(at => at.UtcTicks).OrderBy(at => at)
            .Select(at => new RampPointDefinition { At = at, Of = Share(random, most) / 1000m }),
    ];

    private static int Share(Random random, int most) => random.Next(2) == 0 ? random.Next(most + 1) : Math.Min(Pick(random, Thousandths), most);

    private static WindowDefinition Window(Random random)
    {
        DateTimeOffset a = Instant(random), b = Instant(random);
        while (a == b)
        {
            b = Instant(random);
        }

        var (start, end) = a < b ? (a, b) : (b, a);
        var zone = random.Next(2) == 0 ? null : Pick(random, Zones);
        return random.Next(zone is null ? 3 : 6) switch
        {
            0 => new WindowDefinition { Start = start, TimeZone = zone },
            1 => new WindowDefinition { End = end, TimeZone = zone },
            2 => new WindowDefinition { Start = start, End = end, TimeZone = zone },
            3 => new WindowDefinition { Start = WindowEdgeDefinition.Local(start.DateTime), TimeZone = zone },
            4 => new WindowDefinition { TimeZone = zone, Recurrence = Recurrence(random, null) },
            _ => new WindowDefinition { Start = start, TimeZone = zone, Recurrence = Recurrence(random, start) },
        };
    }

    private static RecurrenceDefinition Recurrence(Random random, DateTimeOffset? start)
    {
        var isWeekly = random.Next(2) == 0;
        var isMonthly = random.Next(3) == 0;
        var from = new TimeOnly(random.Next(2) == 0 ? random.NextInt64(TimeSpan.TicksPerDay) : 0);
        return new RecurrenceDefinition
        {
            Every = Pick<RecurrencePeriod?>(random, [null, isMonthly ? RecurrencePeriod.Month : isWeekly ? RecurrencePeriod.Week : RecurrencePeriod.Day]),
            Interval = start is null ? Pick<int?>(random, [null, 1]) : Pick<int?>(random, [null, 1, 2, RecurrenceDefinition.MaxInterval]),
            Days = isWeekly ? [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(3) == 0)] : null,
            DaysOfMonth = isMonthly ? [.. Enumerable.Range(-31, 63).Where(day => day != 0 && random.Next(9) == 0)] : null,
            From = from,
            To = Pick<TimeOnly?>(random, [null, from.AddHours(1), from.Add(TimeSpan.FromTicks(-1))]),
            FirstDayOfWeek = Pick<DayOfWeek?>(random, [null, DayOfWeek.Monday, DayOfWeek.Sunday]),
            Until = start is null ? Pick<DateOnly?>(random, [null, DateOnly.MaxValue, DateOnly.MinValue]) : null,
            Count = start is null ? null : Pick<int?>(random, [null, 1, 10, int.MaxValue]),
        };
    }

    private static DateTimeOffset Instant(Random random)
    {
        var offset = Pick(random, [TimeSpan.Zero, TimeSpan.FromHours(8), TimeSpan.FromMinutes(-570), TimeSpan.FromHours(14), TimeSpan.FromHours(-14)]);
        var year = Pick(random, [1, 1970, 2026, 2027, 2038, 9999]);
        var ticks = random.Next(2) == 0 ? 0 : random.NextInt64(TimeSpan.TicksPerDay);

        // Not the first or the last days of time: the offset would leave it.
        return new DateTimeOffset(year, random.Next(2, 12), random.Next(2, 28), 0, 0, 0, offset).AddTicks(ticks);
    }

    private static List<string> Users(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(index => $"u{index}{RandomText.Free(random)}")];

    private static List<string> Regions(Random random) => [.. RegionCodes.Where(_ => random.Next(3) == 0)];

    private static List<string> References(Random random, string[] names) =>
        [.. names.Where(_ => random.Next(2) == 0).Select(name => RandomText.OtherCase(random, name))];

    private static List<string>? MaybeReferences(Random random, string[] names) => random.Next(2) == 0 ? null : References(random, names);

    private static HashSet<string> Names(Random random, int count)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (names.Count < count)
        {
            names.Add(RandomText.Name(random));
        }

        return names;
    }

    // The first has one above 0, so that a split can be served.
    private static decimal? Weight(Random random, bool isFirst) =>
        isFirst || random.Next(2) == 0 ? Pick(random, [0.001m, 1m, 33.333m, 50m, 100_000m, isFirst ? 7m : 0m]) : null;

    private static ServeDefinition? MaybeServe(Random random, string[] variants) => random.Next(5) switch
    {
        0 => ServeDefinition.True,
        1 => ServeDefinition.False,
        2 when variants.Length > 0 => ServeDefinition.FromVariant(Pick(random, variants)),
        3 when variants.Length > 0 => ServeDefinition.Split,
        _ => null,
    };

    private static JsonElement? MaybeMetadata(Random random) => random.Next(4) == 0 ? JsonElement.Parse(Pick(random, Metadata)) : null;

    private static bool? MaybeBoolean(Random random) => Pick<bool?>(random, [null, true, false]);

    private static ServeDefinition? Maybe(Random random) => random.Next(3) == 0 ? ServeDefinition.False : null;

    private static string? Maybe(Random random, string text) => random.Next(3) == 0 ? text : null;

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
