using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

public abstract partial class RolloutLogContract
{
    [Test]
    public async Task Records_NothingWritten_None() => Assert.That(await (await OpenAsync()).ReadAsync(Bound), Is.Empty);

    [Test]
    public async Task Record_Written_ReadWholeByAnotherInstance()
    {
        var log = await OpenAsync();
        var record = Sample(reason: Samples.Odd);

        var write = await log.WriteAsync(record, Bound);
        var read = await (await OpenAsync()).ReadAsync(Bound);

        Assert.That(write.IsWritten);
        Assert.That(Samples.TextOf(write.Current), Is.EqualTo(Samples.TextOf(record with { Revision = 1 })));
        Assert.That(read.Select(Samples.TextOf), Is.EqualTo(new[] { Samples.TextOf(record with { Revision = 1 }) }));
    }

    [TestCase(Samples.Odd)]
    [TestCase(" ")]
    [TestCase("a:b{c}d")]
    public async Task Record_OddNames_ReadUnchanged(string name)
    {
        var log = await OpenAsync();
        var record = Sample(flag: name, id: name + name);

        await log.WriteAsync(record, Bound);

        Assert.That((await log.ReadAsync(Bound)).Select(Samples.TextOf), Is.EqualTo(new[] { Samples.TextOf(record with { Revision = 1 }) }));
    }

    [Test]
    public async Task Record_LongNames_ReadUnchanged()
    {
        var log = await OpenAsync();
        var record = Sample(flag: new string('灰', 500), id: new string('i', 500));

        await log.WriteAsync(record, Bound);
        await log.WriteAsync(record with { Revision = 1 }, Bound);

        Assert.That((await log.ReadAsync(Bound)).Select(Samples.TextOf), Is.EqualTo(new[] { Samples.TextOf(record with { Revision = 2 }) }));
    }

    [Test]
    public async Task Record_OtherRevision_NotWrittenAndTheStoresReturned()
    {
        var log = await OpenAsync();
        await log.WriteAsync(Sample(reason: "first"), Bound);
        await log.WriteAsync(Sample(1, "second"), Bound);

        var none = await log.WriteAsync(Sample(reason: "other"), Bound);
        var older = await log.WriteAsync(Sample(1, "other"), Bound);
        var newer = await log.WriteAsync(Sample(3, "other"), Bound);

        Assert.That(new[] { none, older, newer }.Select(write => (write.IsWritten, write.Current.Reason, write.Current.Revision)),
            Is.All.EqualTo((false, "second", 2L)));
        Assert.That((await log.ReadAsync(Bound)).Single().Reason, Is.EqualTo("second"));
    }

    // A store that has lost a record gets it back from whoever knows it.
    [Test]
    public async Task Record_StoreHasNone_AnyRevisionIsWritten()
    {
        var log = await OpenAsync();

        var write = await log.WriteAsync(Sample(7), Bound);

        Assert.That((write.IsWritten, write.Current.Revision), Is.EqualTo((true, 8L)));
    }

    [Test]
    public async Task Record_FlagInOtherCase_IsTheSame()
    {
        var log = await OpenAsync();
        await log.WriteAsync(Sample(flag: "Größe", id: "a"), Bound);

        var again = await log.WriteAsync(Sample(flag: "GRÖßE", id: "a"), Bound);
        var otherId = await log.WriteAsync(Sample(flag: "größe", id: "A"), Bound);

        Assert.That((again.IsWritten, again.Current.Flag), Is.EqualTo((false, "Größe")));
        Assert.That(otherId.IsWritten);
        Assert.That(await log.ReadAsync(Bound), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Record_OtherName_NotSeen()
    {
        await (await OpenAsync()).WriteAsync(Sample(), Bound);

        Assert.That(await (await OpenAsync(other: 1)).ReadAsync(Bound), Is.Empty);
    }

    [Test]
    public async Task Record_FiftyWriters_ExactlyOneWinsEachRevision()
    {
        const int Writers = 50;
        const int Rounds = 4;
        var log = await OpenAsync();
        for (var revision = 0; revision < Rounds; revision++)
        {
            var writes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
                Task.Run(() => log.WriteAsync(Sample(revision, $"writer {writer}"), Bound))));

            var winner = writes.Single(write => write.IsWritten).Current;
            Assert.That(writes.Select(write => (write.Current.Reason, write.Current.Revision)), Is.All.EqualTo((winner.Reason, revision + 1L)));
        }

        Assert.That((await log.ReadAsync(Bound)).Single().Revision, Is.EqualTo(Rounds));
    }

    // The evidence of single instances is what a log replaces.
    [Test]
    public async Task Evidence_NotAskedFor_None()
    {
        var log = await OpenAsync();

        await log.WriteEvidenceAsync([], Bound);

        Assert.That(await log.ReadEvidenceAsync(Bound), Is.Empty);
    }

    [Test]
    public async Task Numbers_TakenByMany_EachOnceWithoutGaps()
    {
        var one = await OpenAsync();
        var two = await OpenAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(turn =>
            Task.Run(() => (turn % 2 == 0 ? one : two).TakeNumberAsync("alone", Bound))));

        Assert.That(taken.Order(), Is.EqualTo(Enumerable.Range(1, 40).Select(number => (long)number)));
    }

    // An engine may begin them at its time, so that none is given again when it has lost its data.
    [Test]
    public async Task Numbers_OfProcesses_AreNeverAlike()
    {
        var one = await OpenAsync();
        var two = await OpenAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(turn =>
            Task.Run(() => (turn % 2 == 0 ? one : two).TakeNumberAsync("members", Bound))));

        Assert.That(taken, Is.Unique.And.All.Positive);
        Assert.That(await one.TakeNumberAsync("members", Bound), Is.GreaterThan(taken.Max()));
    }

    [Test]
    public async Task Numbers_OtherCounterOrName_CountForThemselves()
    {
        var log = await OpenAsync();
        await log.TakeNumberAsync("alone", Bound);

        Assert.That(await log.TakeNumberAsync("Alone", Bound), Is.EqualTo(1), "another case is another counter");
        Assert.That(await log.TakeNumberAsync(Samples.Odd, Bound), Is.EqualTo(1));
        Assert.That(await log.TakeNumberAsync(new string('n', 1_000), Bound), Is.EqualTo(1));
        Assert.That(await (await OpenAsync(other: 1)).TakeNumberAsync("alone", Bound), Is.EqualTo(1));
        Assert.That(await log.TakeNumberAsync("alone", Bound), Is.EqualTo(2));
    }

    [Test]
    public async Task Watch_RecordOfAnotherInstance_Heard()
    {
        var (reader, writer, ear) = (await OpenAsync(), await OpenAsync(), new Ear());
        using var watch = reader.Watch(ear.Changed);
        var revision = 0L;

        Assert.That(await ear.HearsAsync(async () => revision = (await writer.WriteAsync(Sample(revision), Bound)).Current.Revision));
    }

    [Test]
    public async Task Watch_RemovalOfAnotherInstance_Heard()
    {
        var (reader, writer, ear) = (await OpenAsync(), await OpenAsync(), new Ear());
        using var watch = reader.Watch(ear.Changed);
        var unit = 0UL;

        Assert.That(await ear.HearsAsync(() => writer.AddRemovalsAsync([Removal(++unit)], Bound)));
    }

    [Test]
    public async Task Watch_Ended_NotCalled()
    {
        var (log, ended, ear) = (await OpenAsync(), new Ear(), new Ear());
        using var watch = log.Watch(ear.Changed);
        var first = log.Watch(ended.Changed);
        var unit = 0UL;
        Assert.That(await ear.HearsAsync(() => log.AddRemovalsAsync([Removal(++unit)], Bound)));
        first.Dispose();
        first.Dispose();
        ended.Forget();

        Assert.That(await ear.HearsAsync(() => log.AddRemovalsAsync([Removal(++unit)], Bound)));
        Assert.That(await ended.HearsAsync(TimeSpan.Zero), Is.False);
    }

    [Test]
    public async Task Calls_CancelledBefore_ThrowOrAnswer()
    {
        var log = await OpenAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        // A store without I/O may answer; none may throw anything else.
        try
        {
            await log.AppendAsync(Samples.Batch(1, 1), stop.Token);
        }
        catch (OperationCanceledException exception)
        {
            Assert.That(exception.CancellationToken, Is.EqualTo(stop.Token));
        }
    }
}
