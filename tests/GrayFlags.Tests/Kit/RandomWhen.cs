using GrayFlags.Documents;

namespace GrayFlags.Tests.Kit;

/// <summary>Random <c>when</c>s and values out of one small world, with a leaning to boundaries, so that operands and values meet.</summary>
internal static class RandomWhen
{
    private static readonly string[] Texts =
    [
        "t1", "T1", "", "pro", "a, b", "true", "false", "9", "10", "10.0", "+1e1", ".5", "0.5", "-0", "0", "1e400", "NaN", "9007199254740992",
        "9007199254740993", "9223372036854775807",
        "9223372036854775808", "18446744073709551615", "0.10000000000000000001", "0.1", "2026-03-29T01:00:00Z", "2026-03-29T09:00:00.0000000+08:00",
        "2026-03-29T01:00:00.0000001Z", "2026-03-29T01:00Z", "2026-03-29", "1.2.3", "1.2.3-rc.1",
        "1.2.3-rc.10", "1.2.4+build.7", "2.0.0-0", "2.0.0", "v1.3", "1", "0.2.3", "0.3.0", "01.2.3", "1.2.3.4", "10.0.0.1", "10.255.255.255", "11.0.0.0",
        "010.0.0.1", "::ffff:10.0.0.1",
        "2001:db8::1", "2001:DB8:0:0:0:0:0:1", "2001:db9::", "::1", "fe80::1%3", "用户",
    ];

    private static readonly string[] InOrder =
    [
        "9", "10", "-0", "0.5", "1e1", "9007199254740993", "9007199254740992", "9223372036854775807", "9223372036854775808", "18446744073709551615", "0.1",
        "0.10000000000000000001", "-1e300", "2026-03-29T01:00:00Z", "2026-03-29T09:00:00+08:00",
        "2026-03-29T01:00:00.0000001Z",
    ];

    private static readonly DateTimeOffset[] Instants =
    [
        new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), new(2026, 3, 29, 9, 0, 0, TimeSpan.FromHours(8)),
        new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero).AddTicks(1), DateTimeOffset.UnixEpoch,
    ];

    /// <summary>Now, for those who ask how old an instant is: an hour after most instants of this world.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 3, 29, 2, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan[] Ages =
        [TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromSeconds(3_601), TimeSpan.FromDays(1), TimeSpan.FromDays(3_650)];

    private static readonly object[] Others =
    [
        9L, 10L, 0L, -1L, 9_007_199_254_740_993L, 9_007_199_254_740_992L, long.MaxValue, long.MinValue, 9_223_372_036_854_775_808UL, ulong.MaxValue, 0.5m, 9.5m,
        9_223_372_036_854_775_808m, 0.10000000000000000001m, 10.0, 0.5, -0.0, 9.5, 9_223_372_036_854_775_808.0, -1e300, double.NaN, true, false,
        new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero).AddTicks(1), DateTimeOffset.MaxValue,
    ];

    private static readonly string[] Ranges =
    [
        ">=1.2.3 <2", "<2.0.0", "<2", ">1", ">= 1.2.3-rc.1", "<=1.2", "^1.2", "^0.2.3", "^0", "~1.2.3", "~1", "1", "=1.2.3", "1.2.x", "1.X", "*", "1.2.x || ^2",
        "1.2.3 - 2.0.0", "0.2 - 1.2", "1.2.3-rc.1 - 1", ">=1.2,<2", ">= 1.2.3-rc.2 , < 2.0.0", "1.2.3-rc.1 || >=2", ">1.2.3-rc.1  <1.2.3", "v2.0.0-0",
    ];

    private static readonly string[] Networks =
    [
        "10.0.0.0/8", "10.0.0.1", "10.0.0.1/31", "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:db8::/31", "::1/128", "::ffff:10.0.0.0/104", "11.0.0.0/32", "::/1",
        "fe80::/10",
    ];

    private static readonly string[] Patterns = ["^t", "^\\d+$", "(?i)PRO", "1\\.2", "a|t1$", "^$"];
    private static readonly string[] Names = ["tenant", "plan", "UserID", "Region"];

    /// <summary>The names of attributes that are asked for and are the context's attributes.</summary>
    public static IReadOnlyList<string> AttributeNames { get; } = ["tenant", "plan"];

    public static Dictionary<string, AttributeDefinition> Next(Random random)
    {
        var when = new Dictionary<string, AttributeDefinition>();
        for (var count = random.Next(3) == 0 ? 2 : 1; count > 0; count--)
        {
            when[Pick(random, Names)] = Attribute(random);
        }

        return when;
    }

    /// <summary>The value of an attribute, as a program would pass it.</summary>
    public static object Value(Random random) => random.Next(6) switch
    {
        0 => Enumerable.Range(0, random.Next(3)).Select(_ => Pick(random, Texts)).ToArray(),
        1 or 2 => Pick(random, Others),
        _ => Pick(random, Texts),
    };

    private static AttributeDefinition Attribute(Random random)
    {
        // One operator, or now and then two; patterns seldom, since it takes a while to compile one.
        int first = Operator(random), second = random.Next(4) == 0 ? Operator(random) : first;
        bool Has(int index) => index == first || index == second;
        var comparesTexts = IsText(first) || IsText(second);
        return new AttributeDefinition
        {
            In = Has(0) ? List(random, Texts) : null,
            NotIn = Has(1) ? List(random, Texts) : null,
            Eq = Has(2) ? Pick(random, Texts) : null,
            Ne = Has(3) ? Pick(random, Texts) : null,
            Gt = Has(4) ? Pick(random, InOrder) : null,
            Gte = Has(5) ? Pick(random, InOrder) : null,
            Lt = Has(6) ? Pick(random, InOrder) : null,
            Lte = Has(7) ? Pick(random, InOrder) : null,
            Contains = Has(8) ? Parts(random) : null,
            StartsWith = Has(9) ? Parts(random) : null,
            EndsWith = Has(10) ? Parts(random) : null,
            Matches = Has(11) ? List(random, Patterns) : null,
            Before = Has(12) ? Pick(random, Instants) : null,
            After = Has(13) ? Pick(random, Instants) : null,
            Semver = Has(14) ? Pick(random, Ranges) : null,
            Cidr = Has(15) ? List(random, Networks) : null,
            Exists = Has(16) ? random.Next(2) == 0 : null,
            NewerThan = Has(17) ? Pick(random, Ages) : null,
            OlderThan = Has(18) ? Pick(random, Ages) : null,
            IgnoreCase = comparesTexts && random.Next(3) == 0 ? random.Next(4) > 0 : null,
        };
    }

    private static int Operator(Random random)
    {
        var index = random.Next(19);
        return index == 11 && random.Next(4) != 0 ? 0 : index;
    }

    // in, notIn, eq, ne, contains, startsWith and endsWith.
    private static bool IsText(int index) => index is <= 3 or (>= 8 and <= 10);

    private static List<string> Parts(Random random)
    {
        var text = Pick(random, Texts);
        return random.Next(4) == 0 || text.Length == 0 ? [] : [text[..random.Next(1, text.Length + 1)], text[random.Next(text.Length)..]];
    }

    // Mostly short, sometimes nearly all, so that sets are both scanned and looked up.
    private static List<string> List(Random random, string[] entries)
    {
        var oneIn = random.Next(3) == 0 ? 2 : 8;
        return [.. entries.Where(_ => random.Next(oneIn) == 0)];
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
