using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

public abstract partial class RolloutLogContract
{
    [Test]
    public async Task Removals_Added_ReadInTheirOrderOnce()
    {
        var log = await OpenAsync();
        RolloutRemoval[] first = [Removal(3), Removal(ulong.MaxValue, flag: Samples.Odd), Removal(0)];
        RolloutRemoval[] second = [Removal(2)];

        await log.AddRemovalsAsync(first, Bound);
        var one = await (await OpenAsync()).ReadRemovalsAsync(0, Bound);
        await log.AddRemovalsAsync(second, Bound);
        var two = await log.ReadRemovalsAsync(one.Cursor, Bound);
        var three = await log.ReadRemovalsAsync(two.Cursor, Bound);
        var all = await log.ReadRemovalsAsync(0, Bound);

        Assert.That(one.Removals, Is.EqualTo(first));
        Assert.That(two.Removals, Is.EqualTo(second));
        Assert.That(three.Removals, Is.Empty);
        Assert.That(three.Cursor, Is.EqualTo(two.Cursor));
        Assert.That(all.Removals, Is.EqualTo((RolloutRemoval[])[.. first, .. second]));
    }

    [Test]
    public async Task Removals_NothingAdded_None()
    {
        var log = await OpenAsync();

        await log.AddRemovalsAsync([], Bound);
        var read = await log.ReadRemovalsAsync(0, Bound);

        Assert.That((read.Removals.Count, read.Cursor), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task Removals_OfOneUnit_TheLatestByItsTimeCounts()
    {
        var log = await OpenAsync();
        await log.AddRemovalsAsync([Removal(1, minute: 10)], Bound);
        var before = await log.ReadRemovalsAsync(0, Bound);

        await log.AddRemovalsAsync([Removal(1, minute: 5)], Bound);
        var older = await log.ReadRemovalsAsync(before.Cursor, Bound);
        await log.AddRemovalsAsync([Removal(1, minute: 20), Removal(1, minute: 15)], Bound);
        var newer = await log.ReadRemovalsAsync(before.Cursor, Bound);
        var all = await log.ReadRemovalsAsync(0, Bound);

        Assert.That(older.Removals, Is.Empty);
        Assert.That(newer.Removals, Is.EqualTo(new[] { Removal(1, minute: 20) }));
        Assert.That(all.Removals, Is.EqualTo(new[] { Removal(1, minute: 20) }));
    }

    // A tick is 100 nanoseconds: finer than what engines call a time.
    [Test]
    public async Task Removals_ATickLater_Counts()
    {
        var log = await OpenAsync();
        var first = Removal(1);
        var second = first with { At = first.At.AddTicks(1), Until = DateTimeOffset.MaxValue };

        await log.AddRemovalsAsync([first], Bound);
        await log.AddRemovalsAsync([second], Bound);

        Assert.That((await log.ReadRemovalsAsync(0, Bound)).Removals, Is.EqualTo(new[] { second }));
    }

    [Test]
    public async Task Removals_FlagInOtherCase_IsTheSameUnit()
    {
        var log = await OpenAsync();

        await log.AddRemovalsAsync([Removal(1, flag: "größe", minute: 1), Removal(1, flag: "GRÖßE", minute: 2), Removal(1, flag: "other", minute: 2)], Bound);

        Assert.That((await log.ReadRemovalsAsync(0, Bound)).Removals,
            Is.EqualTo(new[] { Removal(1, flag: "GRÖßE", minute: 2), Removal(1, flag: "other", minute: 2) }));
    }

    // The answer was lost: the same call comes again, perhaps after somebody else's.
    [Test]
    public async Task Removals_AddedTwice_ChangeNothing()
    {
        var log = await OpenAsync();
        RolloutRemoval[] removals = [Removal(1), Removal(2)];
        await log.AddRemovalsAsync(removals, Bound);
        await log.AddRemovalsAsync([Removal(1, minute: 9)], Bound);
        var before = await log.ReadRemovalsAsync(0, Bound);

        await log.AddRemovalsAsync(removals, Bound);
        var after = await log.ReadRemovalsAsync(0, Bound);

        Assert.That(after.Removals, Is.EqualTo(before.Removals));
        Assert.That((await log.ReadRemovalsAsync(before.Cursor, Bound)).Removals, Is.Empty);
    }

    [Test]
    public async Task Removals_ThousandAtOnce_AllRead()
    {
        var log = await OpenAsync();
        RolloutRemoval[] removals = [.. Enumerable.Range(0, 1_000).Select(unit => Removal((ulong)unit * 0x9E3779B97F4A7C15))];

        await log.AddRemovalsAsync(removals, Bound);

        Assert.That((await log.ReadRemovalsAsync(0, Bound)).Removals, Is.EqualTo(removals));
    }

    // A cursor that is handed out before an older entry becomes visible would lose that entry.
    [Test]
    public async Task Removals_ManyWriters_AFollowerMissesNone()
    {
        const int Writers = 8;
        const int Each = 12;
        var log = await OpenAsync();
        var follower = await OpenAsync();

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var turn = 0; turn < Each; turn++)
            {
                await log.AddRemovalsAsync([Removal((ulong)((writer * Each) + turn))], Bound);
            }
        })));

        var seen = new List<ulong>();
        var cursor = 0L;
        for (var isLast = false; ;)
        {
            var read = await follower.ReadRemovalsAsync(cursor, Bound);
            Assert.That(read.Cursor, Is.GreaterThanOrEqualTo(cursor));
            seen.AddRange(read.Removals.Select(removal => removal.Unit));
            cursor = read.Cursor;
            if (isLast)
            {
                break;
            }

            isLast = writing.IsCompleted;
        }

        await writing;
        Assert.That(seen.Order(), Is.EqualTo(Enumerable.Range(0, Writers * Each).Select(unit => (ulong)unit)));
    }

    private static RolloutRemoval Removal(ulong unit, string flag = "new-checkout", int minute = 0)
    {
        // In the future, so that none has expired: engines forget those after a while.
        var at = new DateTimeOffset(2090, 1, 1, 0, minute, 0, TimeSpan.Zero);
        return new RolloutRemoval(flag, unit, at, at.AddDays(30));
    }
}
