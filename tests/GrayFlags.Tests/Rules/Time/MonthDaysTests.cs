using GrayFlags.Rules.Time;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Time;

public sealed class MonthDaysTests
{
    private const int AllWeek = 127;

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(12)]
    [TestCase(1_000)]
    public void Last_OfSoMany_IsThatOfCountingDayByDay(int interval)
    {
        var random = new Random(interval);
        for (var round = 0; round < 20; round++)
        {
            int[] days = [.. Enumerable.Range(-31, 63).Where(day => day != 0 && random.Next(8) == 0)];
            var weekdays = random.Next(AllWeek + 1);
            var first = new DateOnly(random.Next(1, 9_000), random.Next(1, 13), random.Next(1, 29)).DayNumber;
            var months = new MonthDays(days, weekdays, interval, first);
            var found = new List<long>();
            for (var day = first; day < DateOnly.MaxValue.DayNumber && found.Count < 3_000 && day < first + 500_000; day++)
            {
                if (IsOne(DateOnly.FromDayNumber(day)))
                {
                    found.Add(day);
                }
            }

            Assert.That(found.TrueForAll(months.Contains), Is.True);
            foreach (var count in new[] { 1, 2, 10, found.Count / 2, found.Count }.Where(count => count > 0 && count <= found.Count))
            {
                Assert.That(months.DayOf(count, first), Is.EqualTo(found[count - 1]), $"{count} of {string.Join(',', days)} on {weekdays} from {first}");
            }

            bool IsOne(DateOnly date)
            {
                var start = DateOnly.FromDayNumber(first);
                var length = DateTime.DaysInMonth(date.Year, date.Month);
                return ((((date.Year - start.Year) * 12) + date.Month - start.Month) % interval) == 0
                    && (weekdays & (1 << (((int)date.DayOfWeek + 6) % 7))) != 0
                    && days.Any(day => date.Day == (day > 0 ? day : length + 1 + day));
            }
        }
    }

    // 400 years have 4,800 months, and fall on the same days of the week: so many counts pass over whole ones.
    [TestCase(4_800, "2400-12-01")]
    [TestCase(4_801, "2401-01-01")]
    [TestCase((9_999 - 2_000) * 12, "9999-12-01")]
    public void Count_OfManyYears_IsThatOfTheCalendar(int count, string last)
    {
        var first = new DateOnly(2001, 1, 1).DayNumber;

        var day = new MonthDays([1], AllWeek, 1, first).DayOf(count, first);

        Assert.That(DateOnly.FromDayNumber((int)day), Is.EqualTo(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public void Count_BeyondTime_HasNoLastDay()
    {
        var last = DateOnly.MaxValue.DayNumber;

        Assert.That(new MonthDays([1], AllWeek, 1, 0).DayOf(int.MaxValue, 0), Is.EqualTo(long.MaxValue));
        Assert.That(new MonthDays([], AllWeek, 7, 0).DayOf(1, 0), Is.EqualTo(long.MaxValue));
        Assert.That(new MonthDays([-1], AllWeek, 1, last).DayOf(1, last + 1), Is.EqualTo(long.MaxValue), "what is over on the last day of time");
        Assert.That(new MonthDays([-1], AllWeek, 1, last).DayOf(1, last), Is.EqualTo(last));
    }

    [TestCase(-1)]
    [TestCase(3_652_059)]
    public void Day_OutsideOfTime_IsNone(long day) => Assert.That(new MonthDays(null, AllWeek, 1, 0).Contains(day), Is.False);
}
