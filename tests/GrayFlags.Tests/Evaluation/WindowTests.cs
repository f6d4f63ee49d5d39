using System.Globalization;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3: now is in [start, end).</summary>
public sealed class WindowTests
{
    private const string Both = """ "start": "2026-12-01T00:00:00+08:00", "end": "2026-12-31T00:00:00+08:00" """;

    // The edges are 2026-11-30T16:00Z and 2026-12-30T16:00Z; a tick is 100 ns.
    [TestCase(Both, "2026-11-30T15:59:59.9999999Z", false)]
    [TestCase(Both, "2026-11-30T16:00:00Z", true)]
    [TestCase(Both, "2026-12-30T15:59:59.9999999Z", true)]
    [TestCase(Both, "2026-12-30T16:00:00Z", false)]
    [TestCase(""" "start": "2026-12-01T00:00:00.0000001Z" """, "2026-12-01T00:00:00Z", false)]
    [TestCase(""" "start": "2026-12-01T00:00:00.0000001Z" """, "2026-12-01T00:00:00.0000001Z", true)]
    [TestCase(""" "start": "2026-12-01T00:00Z" """, "9999-12-31T23:59:59.9999999Z", true)]
    [TestCase(""" "end": "2026-12-01T00:00:00-05:30" """, "2026-12-01T05:29:59.9999999Z", true)]
    [TestCase(""" "end": "2026-12-01T00:00:00-05:30" """, "2026-12-01T05:30:00Z", false)]
    [TestCase(""" "end": "2026-12-01T00:00:00Z" """, "0001-01-01T00:00:00Z", true)]
    public void Window_IsHalfOpen_ToTheTick(string window, string now, bool isOpen)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        var flag = $$"""{ "rules": { "r": { "window": { {{window}} } }, "x": { "priority": 1, "except": { "window": { {{window}} } } } } }""";

        Assert.That(TestEvaluator.Decide(flag, null, clock: clock), Is.EqualTo($"on: TargetingMatch, rule '{(isOpen ? "r" : "x")}'"));
    }

    [Test]
    public void Window_OpensAndCloses_WhenTheClockMoves()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { "f": { "rules": { "r": { "window": { {{Both}} } } } } } }""", clock);

        var answers = new List<bool>();
        for (var day = 0; day < 33; day++)
        {
            answers.Add(evaluator.IsEnabled("f", null));
            clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.That(answers.IndexOf(true), Is.EqualTo(1));
        Assert.That(answers.LastIndexOf(true), Is.EqualTo(30));
        Assert.That(answers.Count(isOn => isOn), Is.EqualTo(30));
    }

    // The clock is read at most once for an answer, so that two windows that meet never both miss an instant.
    [Test]
    public void Clock_IsReadAtMostOnceAnAnswer()
    {
        var clock = new CountingClock();
        using var evaluator = TestEvaluator.Create("""
            { "flags": {
                "none": { "rules": { "r": { "users": ["u"] } } },
                "two": { "rules": {
                    "a": { "window": { "end": "2000-01-01T00:00:00Z" } },
                    "b": { "window": { "end": "2000-01-01T00:00:00Z" } } } } } }
            """, clock);

        Assert.That(clock.ReadsOf(() => evaluator.Evaluate("two", null)), Is.EqualTo(1));
        Assert.That(clock.ReadsOf(() => evaluator.IsEnabled("two", null)), Is.EqualTo(1));
        Assert.That(clock.ReadsOf(() => evaluator.Explain("two", null)), Is.EqualTo(1));
        Assert.That(clock.ReadsOf(() => evaluator.Evaluate("none", new GrayContext("u"))), Is.Zero);
        var snapshot = evaluator.CreateSnapshot();
        Assert.That(clock.ReadsOf(() => snapshot.Evaluate("two", null)), Is.Zero);
    }

    private sealed class CountingClock : TimeProvider
    {
        private int _reads;

        public int ReadsOf(Action action)
        {
            var before = _reads;
            action();
            return _reads - before;
        }

        public override DateTimeOffset GetUtcNow()
        {
            _reads++;
            return new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        }
    }
}
