using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>The fingerprint of what clients see: another one when their answers may be others, and the same one otherwise.</summary>
public sealed class FlagWatchTests
{
    private const string Before = """
        { "off": ["dead"],
          "segments": { "staff": { "users": ["ana"] }, "others": { "users": ["bo"] } },
          "flags": {
            "shown": { "clientSide": true, "rules": { "r": { "segments": ["staff"], "requires": ["base"] } } },
            "base": { "rules": { "r": { "not": { "requires": { "deep": true } } } } },
            "deep": false,
            "dead": { "clientSide": true, "default": true },
            "hidden": { "rules": { "r": { "segments": ["others"] } } } } }
        """;

    [TestCase("\"users\": [\"ana\"]", "\"users\": [\"ana\", \"cy\"]", true, TestName = "A segment of a flag that is shown")]
    [TestCase("\"deep\": false", "\"deep\": true", true, TestName = "A flag that is required at some depth")]
    [TestCase("\"off\": [\"dead\"]", "\"off\": []", true, TestName = "The kill switch of a flag that is shown")]
    [TestCase("\"clientSide\": true, \"default\"", "\"clientSide\": false, \"default\"", true, TestName = "A flag that is hidden from now on")]
    [TestCase("\"users\": [\"bo\"]", "\"users\": [\"bo\", \"cy\"]", false, TestName = "A segment of others")]
    [TestCase("[\"others\"]", "[\"others\", \"staff\"]", false, TestName = "A flag that is not shown")]
    [TestCase("\"off\": [\"dead\"]", "\"off\": [\"dead\", \"hidden\"]", false, TestName = "The kill switch of another flag")]
    public async Task Change_OfTheDocument(string from, string to, bool isOther)
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Before));
        using var flags = TestEvaluator.Create(provider, new ManualTimeProvider());
        await flags.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        var before = flags.FingerprintOf(FlagSelection.ClientSide);
        using var end = new CancellationTokenSource();
        var waits = flags.WaitForChangeAsync(FlagSelection.ClientSide, before, end.Token);
        var hears = flags.WaitForChangeAsync(FlagSelection.All, flags.FingerprintOf(FlagSelection.All), end.Token);

        provider.SetJson(Before.Replace(from, to, StringComparison.Ordinal));
        await hears.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(flags.FingerprintOf(FlagSelection.ClientSide) != before, Is.EqualTo(isOther));
        if (isOther)
        {
            Assert.That(await waits.WaitAsync(TimeSpan.FromSeconds(30)), Is.EqualTo(flags.FingerprintOf(FlagSelection.ClientSide)));
            return;
        }

        Assert.That(waits.IsCompleted, Is.False);
        await end.CancelAsync();
        Assert.That(async () => await waits, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Fingerprint_IsThatOfTheText_WhateverItsOrder()
    {
        const string A = """ "a": { "clientSide": true, "default": true } """;
        const string B = """ "b": { "clientSide": true, "default": false } """;
        using var flags = TestEvaluator.Create($$"""{ "flags": { {{A}}, {{B}} } }""");
        using var same = TestEvaluator.Create($$"""{ "flags": { {{B}}, "c": true, {{A}} } }""");

        Assert.That(flags.FingerprintOf(FlagSelection.ClientSide), Has.Length.EqualTo(22).And.EqualTo(same.FingerprintOf(FlagSelection.ClientSide)));
        Assert.That(flags.FingerprintOf(FlagSelection.All), Is.Not.EqualTo(same.FingerprintOf(FlagSelection.All)));
    }

    [Test]
    public void NoRules_NoFingerprint()
    {
        using var flags = TestEvaluator.Create(new InMemoryRuleProvider());

        Assert.That(flags.FingerprintOf(FlagSelection.All), Is.EqualTo("none"));
    }

    [Test]
    public async Task Rollout_EachStep_IsAnotherFingerprint()
    {
        using var flags = TestEvaluator.Create(
            """
            { "flags": { "x": { "clientSide": true, "rollout": {
                "stages": [ { "name": "tenth", "percentage": 10, "hold": "100.00:00:00" }, { "name": "all", "percentage": 100 } ],
                "guards": { "errors": { "metric": "error" } } } } } }
            """,
            new ManualTimeProvider());
        await flags.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        var seen = new HashSet<string> { flags.FingerprintOf(FlagSelection.ClientSide) };
        Func<string, string, string, CancellationToken, Task<RolloutStatus>>[] steps =
            [flags.Rollouts.PromoteAsync, flags.Rollouts.PromoteAsync, flags.Rollouts.RollbackAsync];
        foreach (var step in steps)
        {
            var waits = flags.WaitForChangeAsync(FlagSelection.ClientSide, flags.FingerprintOf(FlagSelection.ClientSide), CancellationToken.None);
            await step("x", "ana", "why", CancellationToken.None);

            Assert.That(seen.Add(await waits.WaitAsync(TimeSpan.FromSeconds(30))));
        }
    }

    // Each edge of the window of the table, and none between: the wait goes by the clock alone.
    [TestCase("""{ "start": "2026-03-01T10:00:00Z", "end": "2026-03-01T12:30:00Z" }""", "2026-03-01T10:00:00Z", "2026-03-01T12:30:00Z")]
    [TestCase("""{ "from": "22:00", "to": "06:00", "timeZone": "Europe/Berlin" }""", "2026-03-01T05:00:00Z", "2026-03-01T21:00:00Z")]
    [TestCase("""{ "days": ["tue"], "from": "09:00", "to": "12:00", "timeZone": "UTC" }""", "2026-03-03T09:00:00Z", "2026-03-03T12:00:00Z")]
    [TestCase("""{ "daysOfMonth": [2], "timeZone": "UTC" }""", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")]
    public async Task Window_EachOfItsEdges_IsAChange(string window, string first, string second)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture));
        using var flags = TestEvaluator.Create($$"""{ "flags": { "f": { "clientSide": true, "rules": { "r": { "window": {{window}} } } } } }""", clock);
        await flags.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        foreach (var edge in new[] { first, second })
        {
            var at = DateTimeOffset.Parse(edge, CultureInfo.InvariantCulture);
            clock.SetUtc(at.AddMinutes(-61));
            var before = flags.FingerprintOf(FlagSelection.ClientSide);
            var waits = flags.WaitForChangeAsync(FlagSelection.ClientSide, before, CancellationToken.None);

            // An hour is the longest that it sleeps, so that it may wake in between.
            for (var minute = 0; minute < 60; minute++)
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                Assert.That(flags.FingerprintOf(FlagSelection.ClientSide), Is.EqualTo(before));
            }

            Assert.That(waits.IsCompleted, Is.False);
            Assert.That(await OverAsync(clock, waits), Is.Not.EqualTo(before));
        }
    }

    [Test]
    public async Task Ramp_IsLookedAtOnceAMinute_WhileItMoves()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture));
        using var flags = TestEvaluator.Create(
            """
            { "flags": { "f": { "clientSide": true, "rules": { "r": { "percentage": { "shape": "linear", "ramp": [
                { "at": "2026-03-01T00:00:00Z", "of": 0 }, { "at": "2026-03-01T01:00:00Z", "of": 60 } ] } } } } } }
            """,
            clock);
        await flags.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        for (var minute = 0; minute < 3; minute++)
        {
            var waits = flags.WaitForChangeAsync(FlagSelection.ClientSide, flags.FingerprintOf(FlagSelection.ClientSide), CancellationToken.None);

            Assert.That(await OverAsync(clock, waits), Is.Not.Empty);
        }

        clock.Advance(TimeSpan.FromHours(2));
        var last = flags.FingerprintOf(FlagSelection.ClientSide);
        clock.Advance(TimeSpan.FromHours(2));
        Assert.That(flags.FingerprintOf(FlagSelection.ClientSide), Is.EqualTo(last));
    }

    private const string Ramp = """
        "percentage": { "shape": "linear", "ramp": [ { "at": "2026-03-01T00:00:30Z", "of": 10 }, { "at": "2026-03-01T01:00:10Z", "of": 60 } ] }
        """;

    private const string ClockRamp = """ "rollout": { "start": "2026-03-01T00:00:20Z", "ramp": { "from": 0, "to": 50, "over": "01:00:00" } } """;

    // Within a minute of the clock the share is one number: else instances would differ, and any other change would show by it.
    [Test]
    public async Task Share_ThatMoves_IsLookedAtByTheMinute()
    {
        var start = DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture);
        string[] documents = [Document("false"), Document("true")];
        var clocks = new[] { new ManualTimeProvider(start), new ManualTimeProvider(start) };
        using var flags = TestEvaluator.Create(documents[0], clocks[0]);
        using var others = TestEvaluator.Create(documents[1], clocks[1]);
        await flags.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        await others.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var second = 0; second < 3_660; second += 5)
        {
            clocks[0].SetUtc(start.AddSeconds(second));
            clocks[1].SetUtc(start.AddSeconds(second + 4));
            var found = flags.FingerprintOf(FlagSelection.ClientSide);

            Assert.That(others.FingerprintOf(FlagSelection.ClientSide), Is.EqualTo(found), $"after {second} s");
            seen.TryAdd(found, second);
        }

        // The edges of the ramp themselves, and each minute between them.
        Assert.That(seen.Values, Is.EqualTo(Enumerable.Range(1, 60).Select(minute => minute * 60).Prepend(30).Prepend(0).Append(3_610)));

        string Document(string hidden) =>
            $$"""{ "flags": { "f": { "clientSide": true, "rules": { "r": { {{Ramp}} } } }, "hidden": {{hidden}} } }""";
    }

    [Test]
    public async Task Rollout_ThatMoves_IsLookedAtByTheMinute()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse("2026-03-01T00:00:20Z", CultureInfo.InvariantCulture));
        using var flags = TestEvaluator.Create($$"""{ "flags": { "f": { "clientSide": true, {{ClockRamp}} } } }""", clock);
        await flags.WaitForReadyAsync(TimeSpan.FromSeconds(10));
        var started = clock.GetUtcNow();
        var seen = new List<string>();
        for (var second = 0; second <= 300; second += 5)
        {
            clock.SetUtc(started.AddSeconds(second));
            seen.Add(flags.FingerprintOf(FlagSelection.ClientSide));
        }

        Assert.That(seen.Distinct().Count(), Is.EqualTo(6), "five minutes have begun since");
        Assert.That(seen.Take(8).Distinct().Count(), Is.EqualTo(1), "until the next full minute");
    }

    // A minute, and then by seconds: the wait may have been setting its timer meanwhile. All of them are less than any window lasts.
    private static async Task<string> OverAsync(ManualTimeProvider clock, Task<string> waits)
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        for (var left = 3_000; !waits.IsCompleted; left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            await Task.WhenAny(waits, Task.Delay(10));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await waits;
    }
}
