using GrayFlags.Rules;
using GrayFlags.Rules.Time;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Time;

internal sealed class WallClockTests
{
    private const int Instants = 300;

    private static readonly long Quarter = 15 * TimeSpan.TicksPerMinute;

    // Zones with something odd (Ramadan, half hours, a day skipped in 2011, negative summer time, no change at all), and every tenth of the others.
    private static IEnumerable<TimeZoneInfo> Zones =>
    [
        .. new[]
        {
            "UTC", "Europe/Berlin", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Gaza", "America/Santiago",
            "America/Nuuk", "Asia/Kathmandu",
        }.Select(TimeZoneInfo.FindSystemTimeZoneById),
        .. TimeZoneInfo.GetSystemTimeZones().Where((_, index) => index % 10 == 0),
    ];

    // Inside the table's years and outside, and around every change: against what the runtime says of the day before, quarter by quarter.
    [Test]
    public void Shown_IsTheLatestLocalTimeSoFar()
    {
        var random = new Random(20261121);
        foreach (var zone in Zones)
        {
            var clock = WallClock.Of(zone);
            for (var asked = 0; asked < Instants; asked++)
            {
                var now = new DateTime(random.Next(1950, 2110), 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(random.NextInt64(366 * TimeSpan.TicksPerDay));
                if (asked % 2 == 0)
                {
                    now = NextChange(zone, now).AddMinutes(random.Next(-90, 90));
                }

                long shown = clock.Shown(now.Ticks), local = Local(zone, now);
                var latest = Enumerable.Range(1, 104).Max(quarter => Local(zone, now.AddTicks(-quarter * Quarter)));
                if (local >= latest + Quarter)
                {
                    Assert.That(shown, Is.EqualTo(local), $"{zone.Id} {now:O}");
                }
                else
                {
                    Assert.That(shown, Is.InRange(Math.Max(local, latest), Math.Max(local, latest + Quarter - 1)), $"{zone.Id} {now:O}");
                }

                Assert.That(clock.Shown(now.Ticks + Quarter), Is.GreaterThanOrEqualTo(shown), $"{zone.Id} {now:O}");
                Assert.That(clock.LocalOf(now.Ticks), Is.EqualTo(local));
            }
        }
    }

    // The first and the last instants of time, where a look at the day before or after would leave it.
    [TestCase("Asia/Shanghai")]
    [TestCase("America/New_York")]
    public void Clock_AtTheEndsOfTime_Answers(string id)
    {
        var clock = WallClock.Of(TimeZoneInfo.FindSystemTimeZoneById(id));

        Assert.That(clock.Shown(0), Is.EqualTo(clock.LocalOf(0)));
        Assert.That(clock.Shown(DateTime.MaxValue.Ticks), Is.EqualTo(clock.LocalOf(DateTime.MaxValue.Ticks)));
        Assert.That(clock.FirstAt(clock.Shown(0)), Is.Zero);
        Assert.That(clock.FirstAt(clock.Shown(DateTime.MaxValue.Ticks)), Is.EqualTo(DateTime.MaxValue.Ticks));
        Assert.That(clock.FirstAt(clock.Shown(0) - 1), Is.Null);
        Assert.That(clock.FirstAt(clock.Shown(DateTime.MaxValue.Ticks) + 1), Is.Null);
    }

    private static long Local(TimeZoneInfo zone, DateTime utc) => utc.Ticks + zone.GetUtcOffset(utc).Ticks;

    private static DateTime NextChange(TimeZoneInfo zone, DateTime from)
    {
        for (var now = from; now < from.AddDays(370); now = now.AddDays(3))
        {
            if (zone.GetUtcOffset(now) == zone.GetUtcOffset(now.AddDays(3)))
            {
                continue;
            }

            while (zone.GetUtcOffset(now) == zone.GetUtcOffset(now.AddMinutes(15)))
            {
                now = now.AddMinutes(15);
            }

            return now;
        }

        return from;
    }
}
