using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

public abstract partial class RolloutLogContract
{
    [Test]
    public async Task Checkpoint_NothingWritten_None() => Assert.That(await ReadCheckpointAsync(await OpenAsync()), Is.Null);

    [Test]
    public async Task Checkpoint_Written_ReadUnchangedByAnotherInstance()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 2);
        var checkpoint = Checkpoint(2, state: Samples.Odd + new string('s', 1 << 20)) with { Origin = Samples.Odd };

        var write = await log.WriteCheckpointAsync(checkpoint, Bound);
        var read = await (await OpenAsync()).ReadCheckpointAsync("NEW-Checkout", "2026-12", 1, Bound);

        Assert.That(write, Is.EqualTo(new RolloutCheckpointWrite(true, checkpoint with { Revision = 1 })));
        Assert.That(read, Is.EqualTo(checkpoint with { Revision = 1 }));
    }

    [TestCase("")]
    [TestCase("1 abc 7f")]
    [TestCase(Samples.Odd)]
    public async Task CheckpointHead_OfWhatIsWritten(string origin)
    {
        var log = await OpenAsync();
        await AppendAsync(log, 2);
        Assert.That(await ReadHeadAsync(log), Is.Null);
        await log.WriteCheckpointAsync(Checkpoint(1), Bound);
        await log.WriteCheckpointAsync(Checkpoint(2, 1, state: Samples.Odd) with { Origin = origin }, Bound);

        Assert.That(await ReadHeadAsync(await OpenAsync()), Is.EqualTo(new RolloutCheckpointHead(2, 2, origin, IsWhole: true)));
        Assert.That(await ReadHeadAsync(log, attempt: 2), Is.Null);
        Assert.That(await log.ReadCheckpointHeadAsync("new-checkout", "2026-11", 1, Bound), Is.Null);
        Assert.That(await log.ReadCheckpointHeadAsync("old-checkout", "2026-12", 1, Bound), Is.Null);
        Assert.That(await log.ReadCheckpointHeadAsync("NEW-Checkout", "2026-12", 1, Bound), Is.Not.Null);
        await log.WriteCheckpointAsync(Checkpoint(2, attempt: 2), Bound);
        Assert.That((await ReadHeadAsync(log), (await ReadHeadAsync(log, attempt: 2))?.Revision), Is.EqualTo(((RolloutCheckpointHead?)null, 1)));
    }

    [Test]
    public async Task Checkpoint_OtherKey_None()
    {
        var log = await OpenAsync();
        await log.WriteCheckpointAsync(Checkpoint(0), Bound);

        Assert.That(await log.ReadCheckpointAsync("new-checkout", "2026-11", 1, Bound), Is.Null);
        Assert.That(await log.ReadCheckpointAsync("old-checkout", "2026-12", 1, Bound), Is.Null);
        Assert.That(await ReadCheckpointAsync(log, attempt: 2), Is.Null);
        Assert.That(await ReadCheckpointAsync(await OpenAsync(other: 1)), Is.Null);
    }

    [Test]
    public async Task Checkpoint_OtherRevision_NotWrittenAndTheStoresReturned()
    {
        var log = await OpenAsync();
        await log.WriteCheckpointAsync(Checkpoint(0, state: "first"), Bound);
        var second = (await log.WriteCheckpointAsync(Checkpoint(0, 1, state: "second"), Bound)).Current;

        var none = await log.WriteCheckpointAsync(Checkpoint(0, state: "other"), Bound);
        var older = await log.WriteCheckpointAsync(Checkpoint(0, 1, state: "other"), Bound);
        var newer = await log.WriteCheckpointAsync(Checkpoint(0, 3, state: "other"), Bound);

        Assert.That(second, Is.EqualTo(Checkpoint(0, 2, state: "second")));
        Assert.That(new[] { none, older, newer }, Is.All.EqualTo(new RolloutCheckpointWrite(false, second)));
    }

    [Test]
    public async Task Checkpoint_LaterAttempt_TakesItsPlace()
    {
        var log = await OpenAsync();
        await log.WriteCheckpointAsync(Checkpoint(0), Bound);

        var later = await log.WriteCheckpointAsync(Checkpoint(0, attempt: 2), Bound);
        var earlier = await log.WriteCheckpointAsync(Checkpoint(0, 1), Bound);

        Assert.That(later.IsWritten);
        Assert.That(await ReadCheckpointAsync(log, attempt: 2), Is.EqualTo(later.Current));
        Assert.That(earlier.Current?.Attempt, Is.Not.EqualTo(2), "never another attempt's");
    }

    [Test]
    public async Task Checkpoint_BeyondTheLog_NotWritten()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 2);

        var first = await log.WriteCheckpointAsync(Checkpoint(3), Bound);
        var stored = await log.WriteCheckpointAsync(Checkpoint(2), Bound);
        var second = await log.WriteCheckpointAsync(Checkpoint(3, 1), Bound);

        Assert.That(first, Is.EqualTo(new RolloutCheckpointWrite(false, null)));
        Assert.That(second, Is.EqualTo(new RolloutCheckpointWrite(false, stored.Current)));
        Assert.That(await ReadCheckpointAsync(log), Is.EqualTo(stored.Current));
    }

    [Test]
    public async Task Checkpoint_FiftyWriters_OneWins()
    {
        var log = await OpenAsync();

        var writes = await Task.WhenAll(Enumerable.Range(0, 50).Select(writer =>
            Task.Run(() => log.WriteCheckpointAsync(Checkpoint(0, state: $"writer {writer}"), Bound))));

        var winner = writes.Single(write => write.IsWritten).Current;
        Assert.That(writes.Select(write => write.Current), Is.All.EqualTo(winner));
    }
}
