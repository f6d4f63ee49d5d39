using System.Text;
using GrayFlags.Usage;
using NUnit.Framework;

namespace GrayFlags.Tests.Usage;

/// <summary>Sums, bounds and clocks of what a fleet has counted.</summary>
public sealed class FleetRecordTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly int Today = new DateOnly(2026, 3, 1).DayNumber;

    [Test]
    public void Batch_IsAdded_AndIsPartOfIt()
    {
        var record = FleetRecord.None.With(Batch("a", 1, "f", (Today, 1)), Noon, Noon).With(Batch("b", 1, "F", (Today, 2)), Noon, Noon);

        Assert.That(record.Flags.Single().Value.Days.Single(), Is.EqualTo(new[] { Today, 3L, 0 }));
        Assert.That((record.Has(Batch("a", 1, "f")), record.Has(Batch("a", 2, "f")), record.Has(Batch("c", 1, "f"))), Is.EqualTo((true, false, false)));
    }

    [Test]
    public void Max_OfWhatIsKnownAndWhatIsStored_LosesAndDoublesNothing()
    {
        var older = FleetRecord.None.With(Batch("a", 1, "f", (Today, 1)), Noon, Noon);
        var newer = older.With(Batch("b", 1, "f", (Today, 2)), Noon, Noon);

        Assert.That(UsageStateJson.Write(FleetRecord.Max(older, newer)), Is.EqualTo(UsageStateJson.Write(newer)));
        Assert.That(UsageStateJson.Write(FleetRecord.Max(newer, FleetRecord.None)), Is.EqualTo(UsageStateJson.Write(newer)));
    }

    // A clock that is a year ahead: its calls were made when they were written, at the latest.
    [Test]
    public void ClockAhead_CountsToday()
    {
        var record = FleetRecord.None.With(Batch("a", 1, "f", (Today, 1)), Noon, Noon)
            .With(Batch("b", 1, "f", Noon.AddDays(365), (Today + 365, 2)), Noon.AddDays(365), Noon).Until(Noon);

        var flag = record.Flags["f"];
        Assert.That(flag.Days.Single(), Is.EqualTo(new[] { Today, 3L, 0 }));
        Assert.That((flag.LastAskedAt, record.Days.Single().DayNumber), Is.EqualTo(((DateTimeOffset?)Noon, Today)));
    }

    // A clock that is a year behind: its calls are no old ones.
    [Test]
    public void ClockBehind_CountsToday()
    {
        var then = Noon.AddDays(-365);
        var record = FleetRecord.None.With(Batch("b", 1, "f", then, (Today - 365, 2)), then, Noon);

        Assert.That(record.Flags["f"].Days.Single(), Is.EqualTo(new[] { Today, 2L, 0 }));
        Assert.That(record.Flags["f"].LastAskedAt, Is.EqualTo(Noon));
    }

    [Test]
    public void Size_IsBounded()
    {
        var record = FleetRecord.None;
        for (var day = 0; day < 60; day++)
        {
            // The store was written last a week ago: it keeps no more days for that.
            record = record.With(Batch("w" + day, 1, "f", Noon.AddDays(day), (Today + day, long.MaxValue)), Noon.AddDays(day), Noon.AddDays(day - 7));
        }

        Assert.That(record.Flags["f"].Days, Has.Count.EqualTo(FlagLedger.MostDays));
        Assert.That(record.Days, Has.Count.EqualTo(FlagLedger.MostDays));
        Assert.That(record.Writers, Has.Count.LessThan(10));
        Assert.That(UsageStateJson.ReadFleet(UsageStateJson.Write(record)), Is.Not.Null, "what is written can be read");
        Assert.That(record.With(Batch("x", 1, "f", (Today + 59, 5)), Noon.AddDays(60), Noon.AddDays(60)).Flags["f"].Days[^1][1], Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void Flags_AreBounded_ThoseSeenLastStay()
    {
        var many = Enumerable.Range(0, UsageMeter.MostFlags).ToDictionary(index => "old" + index, _ => Flag(Noon.AddDays(-1)));
        var record = FleetRecord.None.With(new UsageBatch("a", 1, [], many), Noon, Noon).With(Batch("b", 1, "f", (Today, 1)), Noon, Noon);

        Assert.That((record.Flags.Count, record.Flags.ContainsKey("f")), Is.EqualTo((UsageMeter.MostFlags, true)));
    }

    [TestCase("""{ "days": null, "flags": {}, "writers": {} }""")]
    [TestCase("""{ "writers": { "a": null } }""")]
    [TestCase("""{ "flags": { "f": null } }""")]
    [TestCase("""{ "flags": { "f": { "since": "2026-01-01", "seenOn": "2026-01-01", "days": [[1, -5, 0]] } } }""")]
    [TestCase("[")]
    public void Text_OfAnotherShape_IsNone(string json) => Assert.That(UsageStateJson.ReadFleet(Encoding.UTF8.GetBytes(json)), Is.Null);

    private static UsageBatch Batch(string writer, long sequence, string flag, params (long Day, long On)[] days) => Batch(writer, sequence, flag, Noon, days);

    private static UsageBatch Batch(string writer, long sequence, string flag, DateTimeOffset at, params (long Day, long On)[] days) => new(
        writer,
        sequence,
        [DateOnly.FromDateTime(at.UtcDateTime)],
        new Dictionary<string, UsageState.FlagState> { [flag] = Flag(at, [.. days.Select(day => new[] { day.Day, day.On, 0 })]) });

    private static UsageState.FlagState Flag(DateTimeOffset at, params long[][] days)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        return new UsageState.FlagState(day, day, at, days);
    }
}
