using GrayFlags.Documents;

namespace GrayFlags.Tests.Kit;

/// <summary>Random rollouts that are valid: what is compared is left to chance, percentages never fall, and each order has what it needs.</summary>
internal static class RandomRollout
{
    // One bit less than RandomDocument has conditions: no percentage.
    private const int Percentage = 16;
    private const int Conditions = 512;

    private static readonly string[] RegionCodes = ["CN", "CN-GD", "SE", "de-by"];
    private static readonly TimeSpan[] Durations =
        [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30), new(23, 59, 59), TimeSpan.FromDays(1), new(2, 3, 4, 5), TimeSpan.FromDays(3_650)];

    /// <param name="random">The source of chance.</param>
    /// <param name="conditions">Conditions by the bits of a number.</param>
    /// <param name="window">A window.</param>
    /// <param name="variants">The flag's variants.</param>
    public static RolloutDefinition Next(Random random, Func<int, ConditionsDefinition> conditions, Func<WindowDefinition> window, string[] variants)
    {
        var isRamp = random.Next(4) == 0;
        var order = (RolloutOrder)random.Next(isRamp ? 2 : 3);
        var isCompared = !isRamp && random.Next(2) == 0;
        return new RolloutDefinition
        {
            Id = Maybe(random, "2026-" + random.Next(10)),
            Start = random.Next(2) == 0 ? null : DateTimeOffset.UnixEpoch.AddSeconds(random.Next()),
            Audience = random.Next(2) == 0 ? null : Audience(random, conditions),
            By = Pick<string?>(random, [null, "user", "region", "tenant"]),
            Salt = Maybe(random, "r" + RandomText.Free(random)),
            Order = order == RolloutOrder.Random && random.Next(2) == 0 ? null : order,
            Rank = order == RolloutOrder.Sequential ? Maybe(random, "seniority") : null,
            Serve = variants.Length > 0 ? ServeDefinition.FromVariant(Pick(random, variants)) : random.Next(2) == 0 ? null : ServeDefinition.True,
            Stages = isRamp ? null : Stages(random, order, isCompared, window),
            Ramp = isRamp ? Ramp(random) : null,
            Guards = isRamp || random.Next(4) == 0 ? null : Guards(random, isCompared),
            Risk = Pick<decimal?>(random, [null, 0.01m, 0.2m, 0.000001m]),
            Settle = Pick<TimeSpan?>(random, [null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)]),
            Evidence =
                random.Next(2) == 0 ? null : new() { Delta = Pick<decimal?>(random, [null, 0.01m, 0.999m]), Risk = Pick<decimal?>(random, [null, 0.05m]) },
            Health = random.Next(2) == 0
                ? null
                : new() { SampleRatioMismatch = Action(random), SilentArm = Action(random), NoData = Action(random), NoDataAfter = Duration(random) },
            OnRollback = random.Next(2) == 0 ? null : new()
            {
                Resume = Pick<RolloutResume?>(random, [null, RolloutResume.Auto, RolloutResume.Manual]),
                Cooldown = Duration(random),
                MaxAttempts = Pick<int?>(random, [null, 1, 1_000]),
            },
            Feedback = random.Next(2) == 0 ? null : Feedback(random),
            OnMaxHold = Pick<MaxHoldAction?>(random, [null, MaxHoldAction.Hold, MaxHoldAction.Promote]),
        };
    }

    private static AudienceDefinition Audience(Random random, Func<int, ConditionsDefinition> conditions)
    {
        var (given, except) = (conditions((random.Next(Conditions) & ~Percentage) | 1), conditions((random.Next(Conditions) & ~Percentage) | 1));
        return new AudienceDefinition
        {
            Users = given.Users,
            Segments = given.Segments,
            Regions = given.Regions,
            When = given.When,
            Window = given.Window,
            Requires = given.Requires,
            Environments = given.Environments,
            Instances = given.Instances,
            Custom = given.Custom,
            Any = given.Any,
            All = given.All,
            Not = given.Not,
            Except = random.Next(2) == 0 ? except : null,
        };
    }

    private static List<StageDefinition> Stages(Random random, RolloutOrder order, bool isCompared, Func<WindowDefinition> window)
    {
        var count = random.Next(1, 5);
        var percentages = Rising(random, count, isCompared);
        var shares = Rising(random, count, isCompared);
        return
        [
            .. Enumerable.Range(0, count).Select(index =>
            {
                var (isSequential, isLast) = (order == RolloutOrder.Sequential, index == count - 1);
                var hold = Duration(random);
                return new StageDefinition
                {
                    Name = "stage-" + index,
                    Percentage = percentages[index],
                    Share = isSequential ? shares[index] : null,
                    Regions = (order == RolloutOrder.Geographic && !isLast) || random.Next(3) == 0 ? [Pick(random, RegionCodes)] : null,
                    Shadow = Pick<decimal?>(random, [null, 0m, 0.1m, 0.00001m, 1m]),
                    Hold = hold,
                    MaxHold = Pick<TimeSpan?>(random, [null, TimeSpan.FromDays(3_650)]),
                    MinSamples = Pick<int?>(random, [null, 0, 200, int.MaxValue]),
                    Advance = Pick<StageAdvance?>(random, [null, StageAdvance.Auto, StageAdvance.Approval]),
                    Window = random.Next(3) == 0 ? window() : null,
                };
            }),
        ];
    }

    // Left to chance in all but the last, where anything may be.
    private static List<decimal> Rising(Random random, int count, bool isCompared)
    {
        var (least, most) = isCompared ? (1, 99_999) : (0, 100_000);
        return [.. Enumerable.Range(0, count).Select(_ => Pick(random, [least, 1, 999, 50_000, most, random.Next(least, most)]) / 1000m).Order()];
    }

    private static RolloutRampDefinition Ramp(Random random)
    {
        var from = random.Next(50_000) / 1000m;
        return new()
        {
            From = Pick<decimal?>(random, [null, from]),
            To = Pick<decimal?>(random, [null, from, 100m]) is { } to && to >= from ? to : null,
            Over = Pick(random, Durations),
        };
    }

    private static Dictionary<string, GuardDefinition> Guards(Random random, bool isCompared)
    {
        var guards = new Dictionary<string, GuardDefinition>
        {
            ["leave"] = new()
            {
                Metric = GuardMetric.OptOut,
                Compare = GuardComparison.Limit,
                Max = 0.02m,
                OnBreach = Action(random),
                AfterCompletion =
                    Pick<GuardAfterCompletion?>(random, [null, GuardAfterCompletion.Alarm, GuardAfterCompletion.Rollback, GuardAfterCompletion.None]),
            },
            ["differ"] = new()
            {
                Metric = GuardMetric.Mismatch,
                Kind = Pick<GuardKind?>(random, [null, GuardKind.Rate]),
                Compare = GuardComparison.Limit,
                Max = 0.00001m,
            },
        };
        if (isCompared)
        {
            guards["errors"] = new()
            {
                Metric = GuardMetric.Error,
                Tolerance = random.Next(2) == 0
                    ? null
                    : new() { Relative = Pick<decimal?>(random, [null, 0m, 0.1m, 10m]), Absolute = Pick<decimal?>(random, [null, 0.0005m]) },
            };
            guards["slow"] = new()
            {
                Metric = GuardMetric.Duration,
                Kind = GuardKind.Quantile,
                Quantile = Pick(random, [0.5m, 0.95m, 0.999m]),
                Compare = GuardComparison.Control,
            };
            guards["happy"] = new() { Metric = GuardMetric.Score };
        }

        return guards.Where(_ => random.Next(3) != 0).ToDictionary(guard => guard.Key, guard => guard.Value);
    }

    private static FeedbackDefinition Feedback(Random random) => new()
    {
        RemoveWhen =
            random.Next(2) == 0 ? null : new() { Negative = Pick<bool?>(random, [null, true, false]), ScoreBelow = Pick<decimal?>(random, [null, 0.4m, 1m]) },
        For = Duration(random),
    };

    private static GuardAction? Action(Random random) =>
        Pick<GuardAction?>(random, [null, GuardAction.None, GuardAction.Pause, GuardAction.Withhold, GuardAction.Rollback]);

    private static TimeSpan? Duration(Random random) => random.Next(2) == 0 ? null : Pick(random, Durations);

    private static string? Maybe(Random random, string text) => random.Next(2) == 0 ? text : null;

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
