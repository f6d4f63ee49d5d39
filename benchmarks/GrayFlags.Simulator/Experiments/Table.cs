using System.Globalization;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulation.Services;
using GrayFlags.Simulator.Traffic;

namespace GrayFlags.Simulator.Experiments;

/// <summary>The experiments behind what is promised of the guard: a base case, and one variation of it at a time.</summary>
internal static class Table
{
    public const string Explanation =
        "Where the arms are alike and nothing else is said: 1,000 users who come again and again, 20 calls a second, an hour, one stage of 25 %, "
        + "0.5 % of calls fail, and half of those of 1 % of users. 'first' and 'both' are the two ways to count; a split mismatch and a silent arm are shown "
        + "where there was one. Detections are at a risk of 1 %.";

    private const int Hour = 3_600;
    private const double Spread = 0.8;

    private static readonly Scenario Base = new();
    private static readonly Ending[] OnlyDead = [Ending.Dead];
    private static readonly Ending[] Tenths = [Ending.Dead, Ending.TenPercent];
    private static readonly Ending[] All = [Ending.Dead, Ending.TenPercent, Ending.ThreePercent];

    /// <summary>Where false alarms were closest to their bars in the committed run: tests play them with more streams.</summary>
    public static IEnumerable<Experiment> WorstCorners =>
    [
        new FalseAlarms("worst", "10,000 users", Base with { Users = 10_000, Seconds = Hour / 2 }),
        new FalseAlarms("worst", "an outage, the control 3 s slower, 1,000 calls/s", Outage(1_000, 3, 5, isShort: true)),
        new FalseAlarms("worst", "one call each, share 50 %", Base with { IsOnceOnly = true, Shares = [0.5], Seconds = Hour / 2 }),
    ];

    /// <param name="isShort">With fewer healthy hours, for tests.</param>
    public static IEnumerable<Experiment> Rows(bool isShort) =>
        [.. Alarms(), .. Unequal(isShort), .. OfCalls(), .. Attacks(isShort), .. Fresh(), .. LateOnes(isShort)];

    private static IEnumerable<Experiment> Alarms()
    {
        const string Users = "alike, other users", Ladder = "alike, a ladder", Often = "alike, the canary is called more often";
        yield return new FalseAlarms("alike", "", Base);
        yield return new FalseAlarms(Users, "10,000", Base with { Users = 10_000 });
        yield return new FalseAlarms(Users, "of one call each", Base with { IsOnceOnly = true });
        yield return new FalseAlarms(Users, "of 1 to 400 calls each", Base with { IsUneven = true });
        yield return new FalseAlarms("alike, users broken", "none", Base with { Broken = 0 });
        yield return new FalseAlarms("alike, users broken", "5 %", Base with { Broken = 0.05 });
        yield return new FalseAlarms("alike, shares", "5 %", Base with { Shares = [0.05] });
        yield return new FalseAlarms("alike, shares", "50 %", Base with { Shares = [0.5] });
        yield return new FalseAlarms(Ladder, "6 stages to 75 %", Base with { Shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75] });
        yield return new FalseAlarms(Ladder, "12 stages to 60 %", Base with { Shares = [.. Enumerable.Range(1, 12).Select(stage => stage * 0.05)] });
        yield return new FalseAlarms(Ladder, "24 stages to 48 %", Base with { Shares = [.. Enumerable.Range(1, 24).Select(stage => stage * 0.02)] });
        yield return new FalseAlarms("alike, drift x10", "", Base with { Drift = 10 });
        yield return new FalseAlarms(
            "alike, a ramp 1 -> 5 -> 25 -> 50 % through an incident", "",
            Base with { Shares = [0.01, 0.05, 0.25, 0.5], Incident = 0.03, IncidentFrom = Hour / 2 });
        yield return new FalseAlarms("alike, a night", "4 of 12 hours, 5 calls/s", Base with { Seconds = 12 * Hour, CallsPerSecond = 5, HasNight = true });
        yield return new FalseAlarms("alike, the guard renamed 20 times", "first", Base with { Renames = 20, Guards = [SimulatedPlan.First] });
        yield return new FalseAlarms("alike, the guard renamed 20 times", "both", Base with { Renames = 20, Guards = [SimulatedPlan.Both] });
        yield return new FalseAlarms("alike, a restart each minute", "", Base with { RestartEvery = 60 });
        yield return new FalseAlarms(Often, "x1.2", Base with { CanaryCalls = 1.2, IsSplitFair = false });
        yield return new FalseAlarms(Often, "x2", Base with { CanaryCalls = 2, IsSplitFair = false });
        yield return new FalseAlarms(Often, "x4", Base with { CanaryCalls = 4, IsSplitFair = false });
    }

    // From a minute on half of all calls fail in both arms, and the control's answers come later. A guard that takes that for a fault of the canary does so
    // in the first seconds; after them the arms are alike again.
    private static Scenario Outage(int calls, int later, int settle, bool isShort) => Base with
    {
        Users = calls * 100, CallsPerSecond = calls, Seconds = isShort ? 120 : 240, Shares = [0.05], Broken = 0, Incident = 0.5, IncidentFrom = 60,
        ControlSeconds = later, Settle = settle,
    };

    private static IEnumerable<Experiment> Unequal(bool isShort)
    {
        foreach (var (calls, later, settle) in new[] { (20, 1, 5), (20, 3, 5), (200, 1, 5), (200, 3, 5), (1_000, 1, 5), (1_000, 3, 5), (200, 10, 15) })
        {
            // The first streams of one of the worst corners.
            if (isShort && (calls, later) == (1_000, 3))
            {
                continue;
            }

            yield return new FalseAlarms(
                $"an outage, the control {later} s slower", string.Create(CultureInfo.InvariantCulture, $"{calls:N0} calls/s, settle {settle} s"),
                Outage(calls, later, settle, isShort));
        }
    }

    private static IEnumerable<Experiment> OfCalls()
    {
        var tolerant =
            new GuardPlan { Name = "tolerant", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback, Absolute = 0.005 };
        var calls = Base with { Users = 5_000, CallsPerSecond = 5_000 * 30 / (double)Hour, Rate = 0.01, Broken = 0, Guards = [tolerant], StatusBar = 0.02 };
        yield return new FalseAlarms("30 calls a user, 0.5 % tolerated", "1 and 1.2 % fail", calls with { CanaryRate = 0.012 });
        yield return new FalseAlarms("30 calls a user, 0.5 % tolerated", "1 and 1.5 % fail", calls with { CanaryRate = 0.015 });

        var limit = new GuardPlan
        {
            Name = "limit of 2 %",
            Metric = GuardMetric.Error,
            Kind = GuardKind.Rate,
            IsLimit = true,
            Max = 0.02,
            OnBreach = GuardAction.Rollback,
        };
        yield return new FalseAlarms(
            "a limit, failures in clumps of 50", "", Base with { Users = 5_000, Rate = 0, Broken = 1 / 5_000.0, Clump = 50, Shares = [0.5], Guards = [limit] });
    }

    private static IEnumerable<Experiment> Attacks(bool isShort)
    {
        const string Fall = "10,000 hostile calls, nothing is wrong", Hide = "10,000 hostile calls, the canary fails";
        foreach (var (kind, name) in new[]
        {
            (HostileKind.FreshFailingCanary, "failing, fresh ids in the canary"),
            (HostileKind.FreshFailing, "failing, fresh ids as drawn"),
            (HostileKind.HoardedGoodCanary, "good, 20 old ids in the canary"),
            (HostileKind.HoardedFailingControl, "failing, 20 old ids in the control"),
        })
        {
            yield return new FalseAlarms(
                Fall, name, Base with { Hostility = new Hostility(kind, 600, 600), IsSplitFair = kind != HostileKind.FreshFailingCanary });
        }

        foreach (var (kind, name) in new[]
        {
            (HostileKind.FreshFailingControl, "failing, fresh ids in the control"),
            (HostileKind.FreshHangingControl, "hanging, fresh ids in the control"),
            (HostileKind.HoardedGoodCanary, "good, 20 old ids in the canary"),
            (HostileKind.HoardedFailingControl, "failing, 20 old ids in the control"),
        })
        {
            var late = new Late { Share = 0.25, Healthy = 540, Longer = 120, Hostility = new Hostility(kind, 400, isShort ? 300 : 600), Endings = Tenths };

            // Twenty units that fail are a control that does: what fails little more than it is found later, whoever they belong to.
            yield return new AttackDelay(Hide, name, late, true, kind != HostileKind.HoardedFailingControl);
        }
    }

    private static IEnumerable<Experiment> LateOnes(bool isShort)
    {
        const int First = 0, Both = 1, IsDead = 0, IsTenth = 1, IsThirtieth = 2;
        var healthy = isShort ? 1_200 : 10 * Hour;
        var row = isShort ? "late, after 20 minutes" : "late, after 10 hours";
        var late = new Late { Healthy = healthy, Longer = isShort ? 256 : 256 * 60, Endings = Tenths };
        yield return new LateDetection(row, "2,000 users, 50 calls/s, share 5 %", late,
            new LateBar(IsDead, First, false, 60), new LateBar(IsDead, Both, false, 35), new LateBar(IsTenth, First, true, 30 * 60),
            new LateBar(IsTenth, Both, true, 3 * 60));
        yield return new LateDetection(
            row, "500 users, 20 calls/s", late with { Users = 500, CallsPerSecond = 20, Endings = OnlyDead }, new LateBar(IsDead, First, false, 60),
            new LateBar(IsDead, Both, false, 35));

        // At a share of one half 25 calls fail between two looks, and it takes up to thirty units to breach: the bar of the second rule is not held, and tests
        // ask for what is. The cases after it show what the figure is made of.
        yield return new LateDetection(
            row, "share 20 %", late with { Share = 0.2, Endings = OnlyDead }, new LateBar(IsDead, First, false, 60), new LateBar(IsDead, Both, false, 35));
        yield return new LateDetection(
            row, "share 50 %", late with { Share = 0.5, Endings = OnlyDead }, new LateBar(IsDead, First, false, 120),
            new LateBar(IsDead, Both, false, isShort ? 120 : 35));
        if (!isShort)
        {
            foreach (var (name, other, most) in new (string, Late, double?)[]
            {
                ("4 looks a second", late with { LooksPerSecond = 4 }, null),
                ("0.01 % fail before", late with { Rate = 0.0001 }, null),
                ("4 looks a second, 0.01 % fail before", late with { LooksPerSecond = 4, Rate = 0.0001 }, null),
                ("5 calls/s", late with { CallsPerSecond = 5 }, 35),
            })
            {
                yield return new LateDetection(
                    row, $"share 50 %, {name}", other with { Share = 0.5, Endings = OnlyDead }, new LateBar(IsDead, Both, false, most));
            }

            yield return new LateDetection(row, "20,000 users, 200 calls/s", late with { Users = 20_000, CallsPerSecond = 200, Endings = All },
                new LateBar(IsDead, First, false, 60), new LateBar(IsDead, Both, false, 35), new LateBar(IsTenth, First, true, 5 * 60),
                new LateBar(IsTenth, Both, true, null),
                new LateBar(IsThirtieth, First, true, 20 * 60), new LateBar(IsThirtieth, Both, true, 8 * 60));
        }

        yield return new LateDetection(
            "a hang, after an hour",
            "2,000 users, 50 calls/s, share 5 %",
            late with { Healthy = isShort ? 600 : Hour, Endings = [Ending.Hanging, Ending.GivenUp] },
            new LateBar(0, First, false, 60),
            new LateBar(1, First, false, 60));
        yield return new WithinBar(
            "all outcomes of the canary are lost", "share 5 %", "outcomes of both arms until it is withheld", 700, "", SilenceStream.Run);
        yield return new WithinBar(
            "a limit of 2 %, half of all calls fail after a day", "5 calls/s", "time beyond settle", 60, " s",
            seed => OutageStream.Run(isShort ? Hour : 24 * Hour, seed));
    }

    // What the first edition took was measured with new users, one call each.
    private static IEnumerable<Experiment> Fresh()
    {
        const string Few = "share 5 %", Half = "share 50 %";
        foreach (var (name, canary, few, half) in new[]
        {
            ("1 -> 50 % fail", 0.5, 6.6, 18.3),
            ("1 -> 3 % fail", 0.03, 473, 1_037),
            ("1 -> 2 % fail", 0.02, 1_667, 3_214),
        })
        {
            // Where few outcomes decide, no second may have many of them: the first edition looked after each.
            var (service, calls) = (new FailingService(0.01, canary), canary > 0.1 ? 2 : 10);
            yield return new FreshDetection($"fresh, {name}", Few, few, new OutcomeStream(service, 0.05, calls));
            yield return new FreshDetection($"fresh, {name}", Half, half, new OutcomeStream(service, 0.5, calls));
        }

        SlowService slower = new(SlowService.P95, 1.5, Spread), mean = new(SlowService.Mean, 1.2, Spread);
        yield return new FreshDetection("fresh, p95 of durations x1.5", Few, 147, new OutcomeStream(slower, 0.05));
        yield return new FreshDetection("fresh, p95 of durations x1.5", Half, 346, new OutcomeStream(slower, 0.5));
        yield return new FreshDetection("fresh, mean of durations x1.2", Few, 317, new OutcomeStream(mean, 0.05));
        yield return new FreshDetection("fresh, mean of durations x1.2", Half, 839, new OutcomeStream(mean, 0.5));
        yield return new FreshDetection("fresh, scores 0.79 -> 0.66", "share 10 %", 79, new OutcomeStream(new ScoredService(0.79, 0.66), 0.1));
    }
}
