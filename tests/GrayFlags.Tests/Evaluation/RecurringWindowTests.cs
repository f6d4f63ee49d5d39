using System.Globalization;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3: now is in one of the recurrence's intervals, in an IANA time zone, right across daylight-saving changes.</summary>
public sealed class RecurringWindowTests
{
    // The interval that begins on a day, from its first instant to the first after it; two equal instants: clocks skipped the whole
    // of it. Computed by Python's zoneinfo, which knows nothing of this library: the first minute of UTC at which datetime.astimezone
    // shows the local time or a later one. By hand, from the published rules: Berlin and Stockholm go from 2 to 3 o'clock at 01:00Z
    // on 29 March and from 3 to 2 at 01:00Z on 25 October 2026; New York from 2 to 3 at 07:00Z on 8 March and from 2 to 1 at 06:00Z
    // on 1 November; Lord Howe from 2:00 to 2:30 at 15:30Z on 3 October and from 2:00 to 1:30 at 15:00Z on 4 April.
    [TestCase("Europe/Berlin", "00:00", "24:00", "2026-03-29", "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    [TestCase("Europe/Berlin", "02:30", "03:30", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T01:30Z")]
    [TestCase("Europe/Berlin", "01:30", "02:30", "2026-03-29", "2026-03-29T00:30Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Berlin", "02:00", "03:00", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Berlin", "02:15", "02:30", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Berlin", "22:00", "02:15", "2026-03-28", "2026-03-28T21:00Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Berlin", "00:00", "24:00", "2026-10-25", "2026-10-24T22:00Z", "2026-10-25T23:00Z")]
    [TestCase("Europe/Berlin", "02:30", "03:30", "2026-10-25", "2026-10-25T00:30Z", "2026-10-25T02:30Z")]
    [TestCase("Europe/Berlin", "01:30", "02:30", "2026-10-25", "2026-10-24T23:30Z", "2026-10-25T00:30Z")]
    [TestCase("Europe/Berlin", "02:00", "03:00", "2026-10-25", "2026-10-25T00:00Z", "2026-10-25T02:00Z")]
    [TestCase("Europe/Berlin", "02:15", "02:30", "2026-10-25", "2026-10-25T00:15Z", "2026-10-25T00:30Z")]
    [TestCase("Europe/Berlin", "22:00", "02:15", "2026-10-24", "2026-10-24T20:00Z", "2026-10-25T00:15Z")]
    [TestCase("Europe/Stockholm", "00:00", "24:00", "2026-03-29", "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    [TestCase("Europe/Stockholm", "02:30", "03:30", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T01:30Z")]
    [TestCase("Europe/Stockholm", "01:30", "02:30", "2026-03-29", "2026-03-29T00:30Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Stockholm", "02:00", "03:00", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Stockholm", "02:15", "02:30", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Stockholm", "22:00", "02:15", "2026-03-28", "2026-03-28T21:00Z", "2026-03-29T01:00Z")]
    [TestCase("Europe/Stockholm", "00:00", "24:00", "2026-10-25", "2026-10-24T22:00Z", "2026-10-25T23:00Z")]
    [TestCase("Europe/Stockholm", "02:30", "03:30", "2026-10-25", "2026-10-25T00:30Z", "2026-10-25T02:30Z")]
    [TestCase("Europe/Stockholm", "01:30", "02:30", "2026-10-25", "2026-10-24T23:30Z", "2026-10-25T00:30Z")]
    [TestCase("Europe/Stockholm", "02:00", "03:00", "2026-10-25", "2026-10-25T00:00Z", "2026-10-25T02:00Z")]
    [TestCase("Europe/Stockholm", "02:15", "02:30", "2026-10-25", "2026-10-25T00:15Z", "2026-10-25T00:30Z")]
    [TestCase("Europe/Stockholm", "22:00", "02:15", "2026-10-24", "2026-10-24T20:00Z", "2026-10-25T00:15Z")]
    [TestCase("America/New_York", "00:00", "24:00", "2026-03-08", "2026-03-08T05:00Z", "2026-03-09T04:00Z")]
    [TestCase("America/New_York", "02:30", "03:30", "2026-03-08", "2026-03-08T07:00Z", "2026-03-08T07:30Z")]
    [TestCase("America/New_York", "01:30", "02:30", "2026-03-08", "2026-03-08T06:30Z", "2026-03-08T07:00Z")]
    [TestCase("America/New_York", "02:00", "03:00", "2026-03-08", "2026-03-08T07:00Z", "2026-03-08T07:00Z")]
    [TestCase("America/New_York", "02:15", "02:30", "2026-03-08", "2026-03-08T07:00Z", "2026-03-08T07:00Z")]
    [TestCase("America/New_York", "22:00", "02:15", "2026-03-07", "2026-03-08T03:00Z", "2026-03-08T07:00Z")]
    [TestCase("America/New_York", "00:00", "24:00", "2026-11-01", "2026-11-01T04:00Z", "2026-11-02T05:00Z")]
    [TestCase("America/New_York", "02:30", "03:30", "2026-11-01", "2026-11-01T07:30Z", "2026-11-01T08:30Z")]
    [TestCase("America/New_York", "01:30", "02:30", "2026-11-01", "2026-11-01T05:30Z", "2026-11-01T07:30Z")]
    [TestCase("America/New_York", "02:00", "03:00", "2026-11-01", "2026-11-01T07:00Z", "2026-11-01T08:00Z")]
    [TestCase("America/New_York", "02:15", "02:30", "2026-11-01", "2026-11-01T07:15Z", "2026-11-01T07:30Z")]
    [TestCase("America/New_York", "22:00", "02:15", "2026-10-31", "2026-11-01T02:00Z", "2026-11-01T07:15Z")]
    [TestCase("Australia/Lord_Howe", "00:00", "24:00", "2026-10-04", "2026-10-03T13:30Z", "2026-10-04T13:00Z")]
    [TestCase("Australia/Lord_Howe", "02:30", "03:30", "2026-10-04", "2026-10-03T15:30Z", "2026-10-03T16:30Z")]
    [TestCase("Australia/Lord_Howe", "01:30", "02:30", "2026-10-04", "2026-10-03T15:00Z", "2026-10-03T15:30Z")]
    [TestCase("Australia/Lord_Howe", "02:00", "03:00", "2026-10-04", "2026-10-03T15:30Z", "2026-10-03T16:00Z")]
    [TestCase("Australia/Lord_Howe", "02:15", "02:30", "2026-10-04", "2026-10-03T15:30Z", "2026-10-03T15:30Z")]
    [TestCase("Australia/Lord_Howe", "22:00", "02:15", "2026-10-03", "2026-10-03T11:30Z", "2026-10-03T15:30Z")]
    [TestCase("Australia/Lord_Howe", "00:00", "24:00", "2026-04-05", "2026-04-04T13:00Z", "2026-04-05T13:30Z")]
    [TestCase("Australia/Lord_Howe", "02:30", "03:30", "2026-04-05", "2026-04-04T16:00Z", "2026-04-04T17:00Z")]
    [TestCase("Australia/Lord_Howe", "01:30", "02:30", "2026-04-05", "2026-04-04T14:30Z", "2026-04-04T16:00Z")]
    [TestCase("Australia/Lord_Howe", "02:00", "03:00", "2026-04-05", "2026-04-04T15:30Z", "2026-04-04T16:30Z")]
    [TestCase("Australia/Lord_Howe", "02:15", "02:30", "2026-04-05", "2026-04-04T15:45Z", "2026-04-04T16:00Z")]
    [TestCase("Australia/Lord_Howe", "22:00", "02:15", "2026-04-04", "2026-04-04T11:00Z", "2026-04-04T15:45Z")]
    [TestCase("Asia/Shanghai", "00:00", "24:00", "2026-03-29", "2026-03-28T16:00Z", "2026-03-29T16:00Z")]
    [TestCase("Asia/Shanghai", "02:30", "03:30", "2026-03-29", "2026-03-28T18:30Z", "2026-03-28T19:30Z")]
    [TestCase("Asia/Shanghai", "01:30", "02:30", "2026-03-29", "2026-03-28T17:30Z", "2026-03-28T18:30Z")]
    [TestCase("Asia/Shanghai", "02:00", "03:00", "2026-03-29", "2026-03-28T18:00Z", "2026-03-28T19:00Z")]
    [TestCase("Asia/Shanghai", "02:15", "02:30", "2026-03-29", "2026-03-28T18:15Z", "2026-03-28T18:30Z")]
    [TestCase("Asia/Shanghai", "22:00", "02:15", "2026-03-28", "2026-03-28T14:00Z", "2026-03-28T18:15Z")]
    [TestCase("Asia/Shanghai", "00:00", "24:00", "2026-10-25", "2026-10-24T16:00Z", "2026-10-25T16:00Z")]
    [TestCase("Asia/Shanghai", "02:30", "03:30", "2026-10-25", "2026-10-24T18:30Z", "2026-10-24T19:30Z")]
    [TestCase("Asia/Shanghai", "01:30", "02:30", "2026-10-25", "2026-10-24T17:30Z", "2026-10-24T18:30Z")]
    [TestCase("Asia/Shanghai", "02:00", "03:00", "2026-10-25", "2026-10-24T18:00Z", "2026-10-24T19:00Z")]
    [TestCase("Asia/Shanghai", "02:15", "02:30", "2026-10-25", "2026-10-24T18:15Z", "2026-10-24T18:30Z")]
    [TestCase("Asia/Shanghai", "22:00", "02:15", "2026-10-24", "2026-10-24T14:00Z", "2026-10-24T18:15Z")]
    [Fault("M2")]
    public void Interval_OnTheDayClocksChange_IsThatOfThePublishedRules(string zone, string from, string to, string day, string opens, string closes)
    {
        using var evaluator = TestEvaluator.Create(
            $$"""{ "flags": { "f": { "rules": { "r": { "window": { "days": ["{{Parse(day).DayOfWeek}}"], "from": "{{from}}", "to": "{{to}}","""
                + $$""" "timeZone": "{{zone}}" } } } } } }""");
        DateTimeOffset open = Parse(opens), close = Parse(closes);

        Assert.That(IsOpen(evaluator, open.AddTicks(-1)), Is.False, "before");
        Assert.That(IsOpen(evaluator, open), Is.EqualTo(open < close), "first");
        Assert.That(IsOpen(evaluator, close.AddTicks(-1)), Is.EqualTo(open < close), "last");
        Assert.That(IsOpen(evaluator, close), Is.False, "after");

        // Nowhere else on the days around it, and everywhere inside, also in the hour that comes twice.
        for (var minute = -2 * 24 * 60; minute < 3 * 24 * 60; minute += 5)
        {
            var now = open.AddMinutes(minute);
            Assert.That(IsOpen(evaluator, now), Is.EqualTo(now >= open && now < close), now.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    // The examples of RFC 5545, section 3.8.5.3, as far as they are daily or weekly: 09:00 in New York, in 1997;
    // "until" there is the first instant of 24 December.
    [TestCase("1997-09-02", """ "every": "day", "count": 10 """, "9-2 9-3 9-4 9-5 9-6 9-7 9-8 9-9 9-10 9-11")]
    [TestCase("1997-09-02", """ "interval": 10, "count": 5 """, "9-2 9-12 9-22 10-2 10-12")]
    [TestCase("1997-09-02", """ "interval": 10, "until": "1997-10-12" """, "9-2 9-12 9-22 10-2 10-12")]
    [TestCase("1997-09-02", """ "days": "tue", "count": 10 """, "9-2 9-9 9-16 9-23 9-30 10-7 10-14 10-21 10-28 11-4")]
    [TestCase(
        "1997-09-01", """ "every": "week", "interval": 2, "days": ["mon", "wed", "fri"], "firstDayOfWeek": "sun", "until": "1997-12-23" """,
        "9-1 9-3 9-5 9-15 9-17 9-19 9-29 10-1 10-3 10-13 10-15 10-17 10-27 10-29 10-31 11-10 11-12 11-14 11-24 11-26 11-28 12-8 12-10 12-12 12-22")]
    [TestCase("1997-09-02", """ "days": ["tue", "thu"], "firstDayOfWeek": "sun", "count": 10 """, "9-2 9-4 9-9 9-11 9-16 9-18 9-23 9-25 9-30 10-2")]
    [TestCase("1997-09-02", """ "interval": 2, "days": ["tue", "thu"], "firstDayOfWeek": "sun", "count": 8 """, "9-2 9-4 9-16 9-18 9-30 10-2 10-14 10-16")]
    [TestCase("1997-08-05", """ "interval": 2, "days": ["tue", "sun"], "firstDayOfWeek": "mon", "count": 4 """, "8-5 8-10 8-19 8-24")]
    [TestCase("1997-08-05", """ "interval": 2, "days": ["tue", "sun"], "firstDayOfWeek": "sun", "count": 4 """, "8-5 8-17 8-19 8-31")]
    [TestCase("1997-09-02", """ "daysOfMonth": [2, 15], "count": 10 """, "9-2 9-15 10-2 10-15 11-2 11-15 12-2 12-15 1-2 1-15")]
    [TestCase("1997-09-30", """ "daysOfMonth": [1, -1], "count": 10 """, "9-30 10-1 10-31 11-1 11-30 12-1 12-31 1-1 1-31 2-1")]
    [TestCase("1997-09-28", """ "every": "month", "daysOfMonth": -3, "count": 6 """, "9-28 10-29 11-28 12-29 1-29 2-26")]
    [TestCase("1997-09-02", """ "daysOfMonth": [13], "days": "fri", "count": 3 """, "2-13 3-13 11-13")]
    [TestCase("1997-09-05", """ "daysOfMonth": [1, 2, 3, 4, 5, 6, 7], "days": "fri", "count": 10 """, "9-5 10-3 11-7 12-5 1-2 2-6 3-6 4-3 5-1 6-5")]
    [TestCase("1997-09-13", """ "daysOfMonth": [7, 8, 9, 10, 11, 12, 13], "days": "sat", "count": 10 """, "9-13 10-11 11-8 12-13 1-10 2-7 3-7 4-11 5-9 6-13")]
    [TestCase("1997-09-22", """ "daysOfMonth": "-14,-13,-12,-11,-10,-9,-8", "days": "mon", "count": 6 """, "9-22 10-20 11-17 12-22 1-19 2-16")]
    [TestCase("1997-09-10", """ "interval": 12, "daysOfMonth": [10, 11, 12, 13, 14, 15], "count": 10 """, "9-10 9-11 9-12 9-13 9-14 9-15 9-10 9-11 9-12 9-13")]
    [TestCase("1997-09-02", """ "every": "month", "interval": 2, "days": "tue", "count": 10 """, "9-2 9-9 9-16 9-23 9-30 11-4 11-11 11-18 11-25 1-6")]
    [TestCase("1997-10-31", """ "daysOfMonth": [31], "count": 4 """, "10-31 12-31 1-31 3-31")]
    [TestCase("1997-09-02", """ "daysOfMonth": [] """, "")]
    public void Recurrence_HasTheDaysOfRfc5545(string start, string recurrence, string days)
    {
        using var evaluator = TestEvaluator.Create($$"""
            { "flags": { "f": { "rules": { "r": { "window": {
                "start": "{{start}}T09:00:00", "timeZone": "America/New_York", "recurrence": { "from": "09:00", "to": "09:01", {{recurrence}} } } } } } } }
            """);
        var open = new List<string>();

        // 9 o'clock in New York is 13:00Z in summer and 14:00Z in winter.
        for (var day = new DateTimeOffset(1997, 7, 1, 0, 0, 0, TimeSpan.Zero); day.Year < 1999; day = day.AddDays(1))
        {
            if (IsOpen(evaluator, day.AddHours(13)) || IsOpen(evaluator, day.AddHours(14)))
            {
                open.Add(string.Create(CultureInfo.InvariantCulture, $"{day.Month}-{day.Day}"));
            }
        }

        Assert.That(string.Join(' ', open), Is.EqualTo(days));
    }

    // The rules of this library's own, in Shanghai, where 00:00 is 16:00Z of the day before. Monday 2026-11-30 is the day of the start.
    [TestCase(
        """ "days": ["mon"], "from": "22:00", "to": "06:00" """, "2026-12-01T05:59", true, TestName = "{m}(a night belongs to the day on which it begins)")]
    [TestCase(""" "days": ["tue"], "from": "22:00", "to": "06:00" """, "2026-12-01T05:59", false, TestName = "{m}(and not to the next day)")]
    [TestCase(""" "days": ["mon"], "from": "22:00", "to": "06:00" """, "2026-12-01T06:00", false, TestName = "{m}(until before its end)")]
    [TestCase(""" "days": ["mon"], "from": "22:00", "to": "00:00" """, "2026-11-30T23:59", true, TestName = "{m}(to midnight)")]
    [TestCase(""" "days": ["mon"], "from": "22:00", "to": "24:00" """, "2026-12-01T00:00", false, TestName = "{m}(until before midnight)")]
    [TestCase(""" "days": ["mon"] """, "2026-11-30T23:59", true, TestName = "{m}(whole days)")]
    [TestCase(""" "days": ["mon"] """, "2026-12-01T00:00", false, TestName = "{m}(until their end)")]
    [TestCase(""" "days": ["MONDAY", "Mon"] """, "2026-11-30T00:00", true, TestName = "{m}(days in full)")]
    [TestCase(""" "days": [] """, "2026-11-30T00:00", false, TestName = "{m}(no day)")]
    [TestCase(""" "to": "09:00" """, "2026-11-30T08:59", true, TestName = "{m}(from midnight)")]
    [TestCase(""" "from": "09:00" """, "2026-11-30T08:59", false, TestName = "{m}(daily from)")]
    [TestCase(""" "from": "09:00:30.5" """, "2026-11-30T09:01", true, TestName = "{m}(daily from, to the tick)")]
    [TestCase(
        """ "from": "22:00", "to": "06:00", "start": "2026-11-30" """, "2026-11-30T03:00", false,
        TestName = "{m}(no night begins before the day of the start)")]
    [TestCase(""" "from": "09:00", "to": "18:00", "start": "2026-11-30T12:00" """, "2026-11-30T11:59", false, TestName = "{m}(the start cuts)")]
    [TestCase(""" "from": "09:00", "to": "18:00", "start": "2026-11-30T12:00" """, "2026-11-30T12:00", true, TestName = "{m}(and opens what is under way)")]
    [TestCase(""" "from": "22:00", "to": "06:00", "end": "2026-12-01" """, "2026-12-01T00:00", false, TestName = "{m}(the end cuts a night)")]
    [TestCase(
        """ "start": "2026-11-30", "recurrence": { "from": "22:00", "to": "06:00", "until": "2026-11-30" } """, "2026-12-01T05:59", true,
        TestName = "{m}(until does not cut it)")]
    [TestCase(
        """ "start": "2026-11-30", "recurrence": { "from": "22:00", "to": "06:00", "count": 1 } """, "2026-12-01T05:59", true,
        TestName = "{m}(nor does a count)")]
    [TestCase(
        """ "start": "2026-11-30", "recurrence": { "from": "22:00", "to": "06:00", "count": 1 } """, "2026-12-01T22:00", false, TestName = "{m}(one night)")]
    [TestCase(
        """ "start": "2026-11-30T20:00", "recurrence": { "from": "09:00", "to": "18:00", "count": 1 } """, "2026-12-01T09:00", true,
        TestName = "{m}(what is over at the start does not count)")]
    [TestCase(
        """ "start": "2026-11-30T17:59", "recurrence": { "from": "09:00", "to": "18:00", "count": 1 } """, "2026-12-01T09:00", false,
        TestName = "{m}(what is cut by it does)")]
    [TestCase(""" "start": "2026-11-28T00:00:00Z", "recurrence": { "interval": 2 } """, "2026-11-30T00:00", true, TestName = "{m}(every second day)")]
    [TestCase(""" "start": "2026-11-29T00:00:00Z", "recurrence": { "interval": 2 } """, "2026-11-30T00:00", false, TestName = "{m}(but the days between)")]
    [TestCase(
        """ "start": "2026-11-28T16:00:00Z", "recurrence": { "interval": 2 } """, "2026-11-29T00:00", true,
        TestName = "{m}(the day of the start is that of the zone)")]
    public void Recurrence_InShanghai(string window, string local, bool isOpen)
    {
        using var evaluator =
            TestEvaluator.Create($$"""{ "flags": { "f": { "rules": { "r": { "window": { "timeZone": "Asia/Shanghai", {{window}} } } } } } }""");

        Assert.That(IsOpen(evaluator, Parse(local + "+08:00")), Is.EqualTo(isOpen));
    }

    // 2026-03-29T02:30 does not exist in Stockholm, 2026-10-25T02:30 does twice.
    [TestCase("start", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z")]
    [TestCase("start", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [TestCase("start", "2026-10-25T03:00", "2026-10-25T02:00:00Z")]
    [TestCase("start", "2026-10-25", "2026-10-24T22:00:00Z")]
    [TestCase("end", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z")]
    [TestCase("end", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [TestCase("end", "9999-12-31T23:59:59.9999999", "9999-12-31T22:59:59.9999999Z")]
    [Fault("M2"), Fault("M3")]
    public void LocalEdge_IsTheInstantOfItsZone(string field, string local, string instant)
    {
        using var evaluator = TestEvaluator.Create(
            $$"""{ "flags": { "f": { "rules": { "r": { "window": { "{{field}}": "{{local}}", "timeZone": "Europe/Stockholm" } } } } } }""");

        Assert.That(IsOpen(evaluator, Parse(instant)), Is.EqualTo(field == "start"));
        Assert.That(IsOpen(evaluator, Parse(instant).AddTicks(-1)), Is.EqualTo(field == "end"));
    }

    // Each node goes by its own clock: two of them disagree for as long as their clocks do, at each edge, and at no other time.
    [TestCase(5)]
    [TestCase(-90)]
    [Fault("M4")]
    public void Nodes_WhoseClocksDiffer_DisagreeOnlyAtTheEdges(int skewSeconds)
    {
        const string Json = """{ "flags": { "f": { "rules": { "r": { "window": { "from": "02:30", "to": "03:30", "timeZone": "Europe/Berlin" } } } } } }""";
        var start = new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero);
        ManualTimeProvider right = new(start), wrong = new(start.AddSeconds(skewSeconds));
        using GrayEvaluator one = TestEvaluator.Create(Json, right), other = TestEvaluator.Create(Json, wrong);

        var seconds = 0;
        for (var second = 0; second < 3 * 3600; second++)
        {
            seconds += one.IsEnabled("f", null) == other.IsEnabled("f", null) ? 0 : 1;
            right.Advance(TimeSpan.FromSeconds(1));
            wrong.Advance(TimeSpan.FromSeconds(1));
        }

        // It opens at 00:30Z and closes at 02:30Z.
        Assert.That(seconds, Is.EqualTo(2 * Math.Abs(skewSeconds)));
    }

    [Test]
    public void Explanation_ShowsTheRecurrence_AndTheLocalTime()
    {
        const string Json = """
            { "flags": { "f": { "rules": {
                "a": { "window": { "start": "2026-12-01", "timeZone": "Asia/Shanghai", "recurrence": { "interval": 2, "days": ["mon", "fri"], "from": "22:00",
                    "to": "06:00", "count": 10 } } },
                "b": { "window": { "end": "2026-12-31T00:00:00Z", "timeZone": "UTC", "recurrence": { "from": "09:00:30", "until": "2026-12-24" } } },
                "c": { "window": { "start": "2026-12-01", "end": "2026-12-12T00:00:00+08:00", "timeZone": "Asia/Shanghai" } } } } } }
            """;
        using var evaluator = TestEvaluator.Create(Json, new ManualTimeProvider(new DateTimeOffset(2026, 12, 4, 14, 0, 0, TimeSpan.Zero)));

        var lines = evaluator.Explain("f", null).Rules.Select(rule => rule.Conditions.Single().ToString());

        Assert.That(lines, Is.EqualTo(new[]
        {
            "[x] window: every 2 weeks on mon, fri from 22:00 until before 06:00 of the next day in Asia/Shanghai, from 2026-12-01T00:00:00, 10 times; "
                + "now 2026-12-04T14:00:00+00:00, there fri 2026-12-04T22:00:00",
            "[x] window: every day from 09:00:30 until before 24:00 in UTC, until before 2026-12-31T00:00:00+00:00, last on 2026-12-24; "
                + "now 2026-12-04T14:00:00+00:00, there fri 2026-12-04T14:00:00",
            "[x] window: from 2026-12-01T00:00:00 until before 2026-12-12T00:00:00+08:00 in Asia/Shanghai; now 2026-12-04T14:00:00+00:00",
        }));
    }

    private static DateTimeOffset Parse(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static bool IsOpen(GrayEvaluator evaluator, DateTimeOffset now) => evaluator.CreateSnapshot(now).IsEnabled("f", null);
}
