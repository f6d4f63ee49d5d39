using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

public abstract partial class RolloutLogContract
{
    [TestCase(long.MinValue)]
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(long.MaxValue)]
    public async Task Log_NothingAppended_Empty(long from)
    {
        var page = await (await OpenAsync()).ReadLogAsync(from, Bound);

        Assert.That((page.Last, page.Entries.Count), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task Log_Appended_ReadInOrderByAnotherInstance()
    {
        var log = await OpenAsync();
        RolloutLogBatch[] batches = [Samples.Batch(1, 1), Samples.Batch(2, 5), Samples.Batch(1, 3), Samples.Batch(long.MaxValue, long.MaxValue)];
        foreach (var batch in batches)
        {
            await log.AppendAsync(batch, Bound);
        }

        var page = await (await OpenAsync()).ReadLogAsync(1, Bound);
        var later = await log.ReadLogAsync(3, Bound);
        var end = await log.ReadLogAsync(5, Bound);
        var beyond = await log.ReadLogAsync(long.MaxValue, Bound);

        Assert.That(page.Last, Is.EqualTo(4));
        Assert.That(page.Entries.Select(entry => (entry.Position, entry.Batch.Member, entry.Batch.Sequence, Convert.ToHexString(entry.Batch.Payload.Span))),
            Is.EqualTo(batches.Select((batch, index) => (index + 1L, batch.Member, batch.Sequence, Convert.ToHexString(batch.Payload.Span)))));
        Assert.That(page.Entries.Select(entry => entry.At), Is.Ordered);
        Assert.That(page.Entries[^1].At, Is.LessThanOrEqualTo(page.Now));
        Assert.That(later.Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 3L, 4L }));
        Assert.That((end.Last, end.Entries.Count), Is.EqualTo((4L, 0)));
        Assert.That((beyond.Last, beyond.Entries.Count), Is.EqualTo((4L, 0)));
    }

    // Whoever follows notices a failover by an entry that is another one at the same position.
    [Test]
    public async Task Log_ReadAgain_TheSameEntriesAndTimes()
    {
        var log = await OpenAsync();
        await log.AppendAsync(Samples.Batch(1, 1), Bound);
        await log.AppendAsync(Samples.Batch(1, 2), Bound);

        var one = await log.ReadLogAsync(1, Bound);
        var two = await (await OpenAsync()).ReadLogAsync(2, Bound);

        Assert.That(two.Entries.Single().At, Is.EqualTo(one.Entries[1].At));
        Assert.That(two.Now, Is.GreaterThanOrEqualTo(one.Now));
    }

    [Test]
    public async Task Log_KnownBatch_ChangesNothing()
    {
        var log = await OpenAsync();
        await log.AppendAsync(Samples.Batch(1, 1), Bound);
        await log.AppendAsync(Samples.Batch(1, 3), Bound);
        await log.AppendAsync(Samples.Batch(2, 1), Bound);

        await log.AppendAsync(Samples.Batch(1, 3), Bound);
        await (await OpenAsync()).AppendAsync(Samples.Batch(1, 2), Bound);
        await log.AppendAsync(Samples.Batch(1, 1, length: 99), Bound);
        await log.AppendAsync(Samples.Batch(1, 4), Bound);

        Assert.That((await ReadAllAsync(log)).Select(entry => (entry.Batch.Member, entry.Batch.Sequence)),
            Is.EqualTo(new[] { (1L, 1L), (1L, 3L), (2L, 1L), (1L, 4L) }));
    }

    // Lost answers at the same time: several calls with one batch.
    [Test]
    public async Task Log_OneBatchByManyAtOnce_AppendedOnce()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(turn => Task.Run(() => (turn % 2 == 0 ? one : two).AppendAsync(Samples.Batch(7, 1), Bound))));

        Assert.That(await ReadAllAsync(one), Has.Count.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1 << 20)]
    public async Task Log_Payload_Unchanged(int length)
    {
        var log = await OpenAsync();
        var payload = Samples.Bytes(length);

        await log.AppendAsync(new RolloutLogBatch(1, 1, payload), Bound);

        Assert.That((await log.ReadLogAsync(1, Bound)).Entries.Single().Batch.Payload.Span.SequenceEqual(payload));
    }

    [Test]
    public async Task Log_OtherName_IsAnotherLog()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync(other: 1));
        await one.AppendAsync(Samples.Batch(1, 1), Bound);

        await two.AppendAsync(Samples.Batch(1, 1), Bound);

        Assert.That((await two.ReadLogAsync(1, Bound)).Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 1L }));
    }

    // 12 MB: no answer has to hold it all, and a reader comes through.
    [Test]
    public async Task Log_LargeEntries_PagesUntilTheEnd()
    {
        var log = await OpenAsync();
        for (var sequence = 1; sequence <= 12; sequence++)
        {
            await log.AppendAsync(Samples.Batch(1, sequence, 1 << 20), Bound);
        }

        var first = await log.ReadLogAsync(1, Bound);
        var all = await ReadAllAsync(log);

        Assert.That(first.Entries, Is.Not.Empty);
        Assert.That(first.Last, Is.EqualTo(12));
        Assert.That(all.Select(entry => entry.Position), Is.EqualTo(Enumerable.Range(1, 12).Select(position => (long)position)));
    }

    [Test]
    public async Task Log_TwentyAppenders_AFollowerSeesEachOnceInOrder()
    {
        const int Appenders = 20;
        const int Each = 15;
        IRolloutLog[] logs = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        var follower = await OpenAsync();

        var appending = Task.WhenAll(Enumerable.Range(0, Appenders).Select(member => Task.Run(async () =>
        {
            for (var sequence = 1; sequence <= Each; sequence++)
            {
                var log = logs[(member + sequence) % logs.Length];
                await log.AppendAsync(Samples.Batch(member + 1, sequence), Bound);
                if (sequence % 3 == 0)
                {
                    await log.AppendAsync(Samples.Batch(member + 1, sequence), Bound);
                }
            }
        })));

        var seen = new List<RolloutLogEntry>();
        while (seen.Count < Appenders * Each)
        {
            var isLast = appending.IsCompleted;
            var page = await follower.ReadLogAsync(seen.Count + 1, Bound);
            Assert.That(page.Entries.Select(entry => entry.Position),
                Is.EqualTo(Enumerable.Range(seen.Count + 1, page.Entries.Count).Select(position => (long)position)), "no gap, and no entry that was passed");
            Assert.That(page.Last, Is.GreaterThanOrEqualTo(seen.Count + page.Entries.Count));
            seen.AddRange(page.Entries);
            Assert.That(isLast && page.Entries.Count == 0, Is.False, "the end came before every batch");
        }

        await appending;
        Assert.That((await follower.ReadLogAsync(1, Bound)).Last, Is.EqualTo(Appenders * Each));
        for (var member = 1L; member <= Appenders; member++)
        {
            Assert.That(seen.Where(entry => entry.Batch.Member == member).Select(entry => entry.Batch.Sequence),
                Is.EqualTo(Enumerable.Range(1, Each).Select(sequence => (long)sequence)));
        }
    }

    [Test]
    public async Task Trim_YoungEntries_Stay()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 3);

        await log.TrimAsync(3, Bound);

        Assert.That(await ReadAllAsync(log), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Trim_OldEntries_GoUpToThePosition()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 3);
        await AgeAsync(TimeSpan.FromMinutes(11));
        await log.AppendAsync(Samples.Batch(1, 4), Bound);

        await log.TrimAsync(3, Bound);
        await log.TrimAsync(3, Bound);
        var page = await log.ReadLogAsync(1, Bound);

        Assert.That(page.Last, Is.EqualTo(4));
        Assert.That(page.Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 3L, 4L }));
    }

    [Test]
    public async Task Trim_BeyondTheEnd_NumbersGoOn()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 2);
        await AgeAsync(TimeSpan.FromMinutes(11));

        await log.TrimAsync(long.MaxValue, Bound);
        var empty = await log.ReadLogAsync(1, Bound);
        await log.AppendAsync(Samples.Batch(1, 2), Bound);
        await log.AppendAsync(Samples.Batch(1, 3), Bound);
        var page = await log.ReadLogAsync(1, Bound);

        Assert.That((empty.Last, empty.Entries.Count), Is.EqualTo((2L, 0)));
        Assert.That(page.Entries.Select(entry => (entry.Position, entry.Batch.Sequence)), Is.EqualTo(new[] { (3L, 3L) }), "a known batch stays known");
    }

    // Two apps on one name, or a deployment that brings another rollout: who trims does not know all of them.
    [TestCase(RolloutPhase.Running)]
    [TestCase(RolloutPhase.Paused)]
    [TestCase(RolloutPhase.Withheld)]
    [TestCase(RolloutPhase.Completed)]
    [TestCase(null)]
    public async Task Trim_EntriesBehindTheCheckpointOfAnyRollout_Stay(RolloutPhase? phase)
    {
        var log = await OpenOldAsync(phase);

        await log.TrimAsync(5, Bound);

        Assert.That((await ReadAllAsync(log)).Select(static entry => entry.Position), Is.EqualTo(new[] { 3L, 4L, 5L }));
    }

    [TestCase(RolloutPhase.RolledBack)]
    [TestCase(RolloutPhase.Cancelled)]
    public async Task Trim_EntriesBehindTheCheckpointOfARolloutThatHasEnded_Go(RolloutPhase phase)
    {
        var log = await OpenOldAsync(phase);

        await log.TrimAsync(5, Bound);

        Assert.That((await ReadAllAsync(log)).Select(static entry => entry.Position), Is.EqualTo(new[] { 5L }));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task Trim_CheckpointThatNobodyMovesOn_KeepsTheLogForALimitedTime(int beyond)
    {
        var log = await OpenOldAsync(RolloutPhase.Running);
        await MoveEndAsync(_name, RolloutCheckpoint.MostEntriesBehind + 2 - 5 + beyond);

        await log.TrimAsync(5, Bound);

        Assert.That((await log.ReadLogAsync(1, Bound)).Entries[0].Position, Is.EqualTo(beyond == 0 ? 3 : 5));
    }

    [Test]
    public async Task Trim_CheckpointThatMovesOn_GivesTheEntriesFree()
    {
        var log = await OpenOldAsync(RolloutPhase.Running);
        await log.WriteCheckpointAsync(Checkpoint(4, revision: 1), Bound);

        await log.TrimAsync(5, Bound);

        Assert.That((await ReadAllAsync(log)).Select(static entry => entry.Position), Is.EqualTo(new[] { 5L }));
    }

    // What nodes go by: the first entry that is there is not the one that was asked for, or the end is before the checkpoint.
    [Test]
    public async Task Log_Lost_AnotherCheckpointAtItsEndReplacesTheOneThatNobodyCanGoOnFrom()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 5);
        await log.WriteCheckpointAsync(Checkpoint(3), Bound);
        if (!await LoseLogAsync(_name))
        {
            Assert.Inconclusive("This engine loses nothing.");
        }

        var empty = await log.ReadLogAsync(4, Bound);
        await log.AppendAsync(Samples.Batch(1, 6), Bound);
        var page = await log.ReadLogAsync(Math.Min(4, empty.Last + 1), Bound);
        var write = await log.WriteCheckpointAsync(Checkpoint(empty.Last, revision: 1), Bound);

        Assert.That(empty.Entries, Is.Empty);
        Assert.That(empty.Last, Is.AnyOf(0, 5));
        Assert.That(page.Entries.Select(static entry => (entry.Position, entry.Batch.Sequence)), Is.EqualTo(new[] { (empty.Last + 1, 6L) }));
        Assert.That((write.IsWritten, write.Current!.Position), Is.EqualTo((true, empty.Last)));
    }

    // Five entries that are old, with a checkpoint at the second one.
    private async Task<IRolloutLog> OpenOldAsync(RolloutPhase? phase)
    {
        var log = await OpenAsync();
        await AppendAsync(log, 5);
        await log.WriteCheckpointAsync(Checkpoint(2), Bound);
        if (phase is { } known)
        {
            await log.WriteAsync(Sample() with { Phase = known }, Bound);
        }

        await AgeAsync(TimeSpan.FromMinutes(11));
        return log;
    }

    private static async Task AppendAsync(IRolloutLog log, int count)
    {
        for (var sequence = 1; sequence <= count; sequence++)
        {
            await log.AppendAsync(Samples.Batch(1, sequence), Bound);
        }
    }
}
