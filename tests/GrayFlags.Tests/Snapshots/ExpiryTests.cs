using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>DESIGN.md, section 3, <c>expires</c>: flags that should be gone are told of once, in status and log, and go on serving.</summary>
public sealed class ExpiryTests
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase("2027-02-28", true)]
    [TestCase("2027-03-01", false)]
    [TestCase("2027-03-01T12:00:00Z", true)]
    [TestCase("2027-03-01T12:00:00.0000001Z", false)]
    [TestCase("2027-03-01T20:00:00+08:00", true)]
    [TestCase("9999-12-31", false)]
    [TestCase("0001-01-01", true)]
    public void Flag_ThatExpired_IsAWarning(string expires, bool expected)
    {
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { "f": { "default": true, "expires": "{{expires}}" } } }""", new ManualTimeProvider(Start));

        Assert.That(evaluator.Status.Warnings, Has.Count.EqualTo(expected ? 1 : 0));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    [Test]
    public void TimePasses_EachIsToldOnce()
    {
        var clock = new ManualTimeProvider(Start);
        var log = new RecordingLoggerFactory();
        var provider = new InMemoryRuleProvider();
        provider.SetJson(
            """{ "flags": { "late": { "default": true, "expires": "2027-03-01", "owner": "ana" },"""
                + """ "soon": { "default": true, "expires": "2027-03-01T12:00:01Z" } } }""");
        using var evaluator = TestEvaluator.Create(provider, clock, log);

        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(evaluator.Status.Warnings, Is.Empty);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(
            evaluator.Status.Warnings,
            Is.EqualTo(new[] { "flags.soon has expired (2027-03-01T12:00:01+00:00); take it out of the code, then out of the document" }));

        clock.Advance(TimeSpan.FromHours(12));
        Assert.That(evaluator.Status.Warnings, Is.EqualTo(new[]
        {
            "flags.soon has expired (2027-03-01T12:00:01+00:00); take it out of the code, then out of the document",
            "flags.late has expired (2027-03-01), its owner is 'ana'; take it out of the code, then out of the document",
        }));

        clock.Advance(TimeSpan.FromDays(365));
        Assert.That(Reminders(log), Has.Count.EqualTo(2));

        provider.SetJson("""{ "flags": { "late": true } }""");
        Assert.That(evaluator.Status.Warnings, Is.Empty);
    }

    [Test]
    public void FlagFarAhead_IsToldInTime()
    {
        var clock = new ManualTimeProvider(Start);
        using var evaluator = TestEvaluator.Create("""{ "flags": { "f": { "default": true, "expires": "2028-03-01T12:00:00Z" } } }""", clock);

        clock.Advance(new DateTimeOffset(2028, 3, 1, 12, 0, 0, TimeSpan.Zero) - Start - TimeSpan.FromMilliseconds(1));
        Assert.That(evaluator.Status.Warnings, Is.Empty);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(evaluator.Status.Warnings, Has.Count.EqualTo(1));
    }

    // Thirty-one in a document that nobody looks after are one screen, not a flood.
    [Test]
    public void ManyFlags_AreNotAllListed()
    {
        var flags = Enumerable.Range(0, 31).Select(index => $$""" "f{{index}}": { "default": true, "expires": "2020-01-01" } """);
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { {{string.Join(',', flags)}} } }""", new ManualTimeProvider(Start));

        Assert.That(evaluator.Status.Warnings, Has.Count.EqualTo(21));
        Assert.That(evaluator.Status.Warnings[^1], Is.EqualTo("11 more flags have expired"));
    }

    [Test]
    public void Disposed_TellsNothingMore()
    {
        var clock = new ManualTimeProvider(Start);
        var log = new RecordingLoggerFactory();
        var provider = new InMemoryRuleProvider();
        provider.SetJson("""{ "flags": { "soon": { "default": true, "expires": "2027-03-01T12:00:01Z" } } }""");
        TestEvaluator.Create(provider, clock, log).Dispose();

        clock.Advance(TimeSpan.FromDays(1));

        Assert.That(Reminders(log), Is.Empty);
    }

    private static List<LogEntry> Reminders(RecordingLoggerFactory log) =>
        [.. log.Entries.Where(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("has expired", StringComparison.Ordinal))];
}
