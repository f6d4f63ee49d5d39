using GrayFlags.Documents;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>
/// Random documents, contexts and instants out of one small world, so that they meet: a user of a context
/// stands in lists, and shares begin and end at his bucket.
/// </summary>
internal sealed class RandomScenario(int seed)
{
    public const int FlagsEach = 4;
    public const string Environment = "Staging";
    public const string Instance = "pod-1";

    private const int MostNested = 2;

    // When clocks change in Berlin (forwards, back) and on Lord Howe (back, by half an hour).
    private static readonly DateTimeOffset[] Days =
        [new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), new(2026, 10, 25, 1, 0, 0, TimeSpan.Zero), new(2026, 4, 4, 15, 0, 0, TimeSpan.Zero)];
    private static readonly string[] Zones = ["Europe/Berlin", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Asia/Shanghai", "UTC"];
    private static readonly string?[] Users = ["u0", "u1", "u2", "U1", "用户", "é", "e\u0301", "\ud800", new('x', 300), "", null];
    private static readonly string?[] Regions = ["CN", "CN-GD", "cn-gd-sz", "CNX", "SE", "se-", "华东-上海", "", null];
    private static readonly string[] Codes = ["CN", "cn-GD", "CN-GD-SZ", "SE", "CNX", "华东"];
    private static readonly object[] Values =
        ["t1", "t2", "", 42L, 9_007_199_254_740_993L, 1.5, -0.0, 3.0, 1e17, double.NaN, true, false, DateTimeOffset.UnixEpoch, new[] { "t1" }];
    private static readonly string?[] By = [null, "user", "USER", "region", "tenant", "plan", "Tenant", "instance"];
    private static readonly string?[] Salts = [null, null, "exp-7", "f0", "盐"];
    private static readonly int[] Thousandths = [0, 1, 500, 25_000, 50_000, 99_999, 100_000];
    private static readonly string[] Environments = ["staging", "Production"];
    private static readonly string[] Instances = ["POD-1", "pod-2"];
    private static readonly string[] RuleNames = ["a", "B", "c-1", "c.1", "é", "z", "10", "9"];

    private readonly Random _random = new(seed);
    private readonly bool[] _withVariants = new bool[FlagsEach];
    private DateTimeOffset _day = Days[0];

    public static IEnumerable<string> FlagNames => Enumerable.Range(0, FlagsEach).Select(index => $"F{index}").Append("F-gone");

    public FlagDocument NextDocument()
    {
        _day = Pick(Days);
        var segments = new Dictionary<string, SegmentDefinition>();
        for (var index = _random.Next(5); index > 0; index--)
        {
            segments.Add($"s{index}", Segment([.. segments.Keys]));
        }

        string[] names = [.. segments.Keys];
        return new FlagDocument
        {
            Segments = segments,
            Flags = Enumerable.Range(0, FlagsEach).ToDictionary(
                index => Chance(3) ? $"f{index}" : $"F{index}",
                index => Flag(index, names, [.. Enumerable.Range(0, index).Select(other => $"f{other}")])),
            Off = Chance(6) ? ["f1"] : [],
        };
    }

    public ReferenceContext NextContext()
    {
        var attributes = new Dictionary<string, object>();
        foreach (var name in new[] { "tenant", "plan", "user", "region" })
        {
            if (Chance(2))
            {
                attributes[name] = RandomWhen.AttributeNames.Contains(name) && Chance(2) ? RandomWhen.Value(_random) : Pick(Values);
            }
        }

        return new(Chance(3) ? $"user-{_random.Next(100_000)}" : Pick(Users), Pick(Regions), attributes);
    }

    /// <summary>An edge of a window, a tick beside one, or any instant.</summary>
    public DateTimeOffset NextInstant() => Edge().AddTicks(_random.Next(-1, 2));

    private SegmentDefinition Segment(string[] others)
    {
        var given = _random.Next(1, 16);
        return new()
        {
            Users = Has(given, 0) ? List(Users) : null,
            Segments = Has(given, 1) ? References(others) : null,
            Regions = Has(given, 2) ? List(Codes) : null,
            When = Has(given, 3) ? RandomWhen.Next(_random) : null,
            Except = Chance(3)
                ? new MembershipDefinition
                {
                    Users = List(Users),
                    Segments = Chance(2) ? References(others) : null,
                    Regions = Chance(2) ? List(Codes) : null,
                    When = Chance(3) ? RandomWhen.Next(_random) : null,
                }
                : null,
        };
    }

    private FlagDefinition Flag(int index, string[] segments, string[] others)
    {
        _withVariants[index] = !Chance(12);
        if (!_withVariants[index])
        {
            return Chance(2);
        }

        var variants = new Dictionary<string, VariantDefinition>
        {
            ["Blue"] = new() { Weight = Pick<decimal?>([null, 0m, 1m]) },
            ["green"] = new() { Weight = Pick([0.5m, 1m, 100m]) },
        };
        return new()
        {
            Enabled = Chance(12) ? false : null,
            Variants = variants,
            Default = Chance(3) ? Serve() : null,
            Rules = RuleNames.Where(_ => Chance(3)).ToDictionary(name => name, _ => Rule(segments, others)),
        };
    }

    private RuleDefinition Rule(string[] segments, string[] others)
    {
        var conditions =
            Conditions(
                segments, others, (_random.Next(64) & _random.Next(64)) | (_random.Next(1024) & _random.Next(1024) & _random.Next(1024) & ~63), MostNested);
        return new()
        {
            Enabled = Chance(8) ? false : null,
            Priority = Chance(3) ? _random.Next(-1, 2) : null,
            Serve = Chance(2) ? Serve() : null,
            Except = Chance(3) ? Conditions(segments, others, 1 << _random.Next(10) | 1 << _random.Next(6), Chance(8) ? MostNested : 0) : null,
            Users = conditions.Users,
            Segments = conditions.Segments,
            Regions = conditions.Regions,
            Window = conditions.Window,
            Percentage = conditions.Percentage,
            Requires = conditions.Requires,
            Environments = conditions.Environments,
            Instances = conditions.Instances,
            When = conditions.When,
            Custom = conditions.Custom,
            Any = conditions.Any,
            All = conditions.All,
            Not = conditions.Not,
        };
    }

    private ConditionsDefinition Conditions(string[] segments, string[] others, int given, int nesting) => new()
    {
        Users = Has(given, 0) ? List(Users) : null,
        Segments = Has(given, 1) ? References(segments) : null,
        Regions = Has(given, 2) ? List(Codes) : null,
        Window = Has(given, 3) ? Window() : null,
        Percentage = Has(given, 4) ? Percentage() : null,
        When = Has(given, 5) ? RandomWhen.Next(_random) : null,
        Requires = Has(given, 6) ? References(others).ToDictionary(name => name, Required) : null,
        Environments = Has(given, 7) ? List(Environments) : null,
        Instances = Has(given, 8) ? List(Instances) : null,
        Custom = Has(given, 9) ? new Dictionary<string, CustomDefinition> { [Chance(2) ? "even" : "EVEN"] = new() } : null,
        Any = nesting > 0 && Chance(60) ? [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Nested(segments, others, nesting - 1))] : null,
        All = nesting > 0 && Chance(100) ? [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Nested(segments, others, nesting - 1))] : null,
        Not = nesting > 0 && Chance(20) ? Nested(segments, others, nesting - 1) : null,
    };

    // With one condition or two, neither of which is a percentage.
    private ConditionsDefinition Nested(string[] segments, string[] others, int nesting) =>
        Conditions(segments, others, ((1 << _random.Next(10)) & ~16) | (1 << _random.Next(4)), nesting);

    private PercentageDefinition Percentage()
    {
        string? by = Pick(By), salt = Pick(Salts);
        var from = Chance(2) ? 0 : Chance(2) ? Edge(salt) : Pick(Thousandths);
        var to = Chance(2) ? Edge(salt) : Pick(Thousandths);
        var of = Math.Abs(to - from);
        var hasRamp = Chance(3);
        return new()
        {
            Of = hasRamp ? 0 : of / 1000m,
            From = from == 0 && Chance(2) ? null : Math.Min(from, to) / 1000m,
            By = by,
            Salt = salt,
            Overlap = true,
            Ramp = hasRamp ? Ramp(of) : null,
            Shape = hasRamp ? Pick<RampShape?>([null, RampShape.Steps, RampShape.Linear, RampShape.Linear]) : null,
        };
    }

    private List<RampPointDefinition> Ramp(int most) =>
    [
        .. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Edge()).DistinctBy(at => at.UtcTicks).OrderBy(at => at)
            .Select(at => new RampPointDefinition { At = at, Of = (Chance(2) ? most : _random.Next(most + 1)) / 1000m }),
    ];

    // The bucket of a user who will ask, or the one after it: where a share has to begin or end for him.
    private int Edge(string? salt) =>
        ReferenceHash.Bucket(Pick(Users) is { Length: > 0 } user ? user : "u0", salt ?? $"f{_random.Next(FlagsEach)}") + _random.Next(2);

    private WindowDefinition Window()
    {
        DateTimeOffset a = Edge(), b = Edge();
        while (a == b)
        {
            b = Edge();
        }

        return _random.Next(6) switch
        {
            0 => new() { Start = a },
            1 => new() { End = a },
            2 => new() { Start = a < b ? a : b, End = a < b ? b : a },
            3 => new() { Start = Local(a), TimeZone = Pick(Zones) },
            4 => new() { End = Chance(3) ? a : null, TimeZone = Pick(Zones), Recurrence = Recurrence(hasStart: false) },
            _ =>
                new()
                {
                    Start = Chance(2) ? a.AddDays(-_random.Next(30)) : Local(a.AddDays(-_random.Next(30))),
                    TimeZone = Pick(Zones),
                    Recurrence = Recurrence(hasStart: true),
                },
        };
    }

    private RecurrenceDefinition Recurrence(bool hasStart)
    {
        TimeOnly? from = Chance(4) ? null : HalfHour(), to = Chance(4) ? null : HalfHour();
        if ((from ?? TimeOnly.MinValue) == to || (from is null && to is null))
        {
            (from, to) = (new(22, 30), new(6, 0));
        }

        var end = hasStart ? _random.Next(3) : 0;
        return new()
        {
            Interval = hasStart && Chance(2) ? _random.Next(1, 4) : null,
            Days = Chance(2) ? [.. Enum.GetValues<DayOfWeek>().Where(_ => Chance(2))] : null,
            DaysOfMonth = Chance(3) ? [.. Enumerable.Range(-31, 63).Where(day => day != 0 && Chance(3))] : null,
            From = from,
            To = to,
            FirstDayOfWeek = Chance(2) ? (DayOfWeek)_random.Next(7) : null,
            Count = end == 1 ? _random.Next(1, 20) : null,
            Until = end == 2 ? DateOnly.FromDateTime(_day.UtcDateTime).AddDays(_random.Next(2, 5)) : null,
        };
    }

    // Near midnight and near the hours at which clocks change.
    private TimeOnly HalfHour() => new TimeOnly(22, 0).AddMinutes(30 * _random.Next(24));

    // A time of the same face anywhere, hit or miss: it need not be near in its zone.
    private static WindowEdgeDefinition Local(DateTimeOffset edge) => WindowEdgeDefinition.Local(edge.DateTime);

    private DateTimeOffset Edge() => _day.AddMinutes(30 * _random.Next(-8, 16)).ToOffset(TimeSpan.FromHours(Pick([0, 8, -5])));

    // A flag in its short form has no variants to require.
    private ServeDefinition Required(string name) =>
        _withVariants[name[^1] - '0'] && Chance(3) ? ServeDefinition.FromVariant(Chance(2) ? "blue" : "GREEN") : _random.Next(3) != 0;

    private ServeDefinition Serve() => _random.Next(5) switch
    {
        0 => true,
        1 => false,
        2 => ServeDefinition.FromVariant("blue"),
        3 => ServeDefinition.Split,
        _ => ServeDefinition.FromVariant("green"),
    };

    private List<string> References(string[] names) => [.. names.Where(_ => Chance(2)).Select(name => Chance(2) ? name : name.ToUpperInvariant())];

    // Half a surrogate pair can be asked for, but stands in no document.
    private List<string> List(string?[] entries) =>
        [.. entries.Where(entry => !string.IsNullOrEmpty(entry) && entry != "\ud800" && Chance(3)).Select(entry => entry!)];

    private static bool Has(int given, int bit) => (given & (1 << bit)) != 0;

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
