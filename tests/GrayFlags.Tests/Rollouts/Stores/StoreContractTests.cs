using System.Globalization;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>What every store of rollouts owes, asked of both that the library has.</summary>
[TestFixture("memory")]
[TestFixture("file")]
public sealed class StoreContractTests(string kind)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private TempFolder _folder = null!;
    private IRolloutStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TempFolder();
        _store = kind == "memory" ? new InMemoryRolloutStore() : new FileRolloutStore(_folder["rollouts.json"]);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Write_TakesOnlyTheRevisionThatItHas()
    {
        var first = await Write(Record("f", 0, RolloutPhase.Running));
        var stale = await Write(Record("F", 0, RolloutPhase.Pending));
        var second = await Write(first.Current with { Phase = RolloutPhase.RolledBack, Reason = "x" });

        Assert.That((first.IsWritten, first.Current.Revision), Is.EqualTo((true, 1)));
        Assert.That((stale.IsWritten, stale.Current.Phase, stale.Current.Revision), Is.EqualTo((false, RolloutPhase.Running, 1)));
        Assert.That((second.IsWritten, second.Current.Revision), Is.EqualTo((true, 2)));
        Assert.That((await Read()).Select(record => (record.Phase, record.Reason, record.Revision)), Is.EqualTo(new[] { (RolloutPhase.RolledBack, "x", 2) }));
    }

    [Test]
    public async Task Write_KeepsAllThatARecordSays()
    {
        var change = new RolloutChange(Now, "f", "1", 2, RolloutPhase.Running, RolloutPhase.Paused, "s", "eve \u2028 \"x\"", "why\nnot");
        var record = new RolloutRecord
        {
            Flag = "f",
            Id = "1",
            Attempt = 2,
            Epoch = 3,
            Phase = RolloutPhase.Paused,
            Stage = 4,
            StartedAt = Now,
            StageStartedAt = Now.AddHours(1),
            PausedAt = Now.AddHours(2),
            EndedAt = Now.AddHours(3),
            Reason = "why\nnot",
            IsApproved = true,
            ResumedAt = Now.AddHours(4),
            Acknowledged = new Dictionary<string, double> { ["errors"] = 6.25 },
            Changes = [change],
        };
        await Write(record);

        var read = (await Read()).Single();

        Assert.That(read with { Acknowledged = record.Acknowledged, Changes = record.Changes, Revision = 0 }, Is.EqualTo(record));
        Assert.That(read.Acknowledged, Is.EqualTo(record.Acknowledged));
        Assert.That(read.Changes, Is.EqualTo(record.Changes));
    }

    [Test]
    public async Task Evidence_IsReplacedByWhatIsNewer_AndCountsOnce()
    {
        await Evidence(Seen(1, 10), Seen(1, 10));
        await Evidence(Seen(3, 30));
        await Evidence(Seen(2, 20));
        await Evidence(Seen(1, 5) with { Node = "b" });

        var read = await _store.ReadEvidenceAsync(default);

        Assert.That(read.Select(each => (each.Node, each.Sequence, each.CanaryOutcomes)).Order(), Is.EqualTo(new[] { ("a", 3L, 30L), ("b", 1L, 5L) }));
    }

    [Test]
    public async Task Evidence_OfOldAttemptsAndManyNodes_IsForgotten()
    {
        for (var number = 1; number <= 40; number++)
        {
            await Evidence(Seen(1, 1) with { Attempt = number }, Seen(1, 1) with { Attempt = 40, Node = $"pod-{number}" });
        }

        var read = await _store.ReadEvidenceAsync(default);

        Assert.That(read, Has.Count.LessThanOrEqualTo(20));
        Assert.That(read.Select(each => each.Attempt).Distinct().Order(), Is.EqualTo(new[] { 38, 39, 40 }));
        Assert.That(read.Select(each => each.Node), Does.Contain("pod-40"));
    }

    [Test]
    public async Task Removals_TheLaterWordHolds_InWhateverOrder()
    {
        await Remove(Removal(1, 10, 100), Removal(2, 10, 100));
        var first = await _store.ReadRemovalsAsync(0, default);
        await Remove(Removal(1, 20, 20));
        await Remove(Removal(1, 15, 200), Removal(3, 20, 100));

        var all = await _store.ReadRemovalsAsync(0, default);
        var since = await _store.ReadRemovalsAsync(first.Cursor, default);

        Assert.That(first.Removals.Select(removal => removal.Unit), Is.EqualTo(new ulong[] { 1, 2 }));
        Assert.That(
            all.Removals.Select(removal => (removal.Unit, removal.Until == removal.At)).Order(), Is.EqualTo(new[] { (1UL, true), (2UL, false), (3UL, false) }));
        Assert.That(since.Removals.Select(removal => removal.Unit), Is.EqualTo(new ulong[] { 1, 3 }));
        Assert.That((await _store.ReadRemovalsAsync(since.Cursor, default)).Removals, Is.Empty);
    }

    [Test]
    [Fault("G7")]
    public async Task Removals_WhoseTimeIsOver_AreForgottenADayLater()
    {
        for (var day = 0; day < 30; day++)
        {
            var at = Now.AddDays(day);
            await Remove([.. Enumerable.Range(0, 10).Select(number => new RolloutRemoval("f", (ulong)((day * 100) + number), at, at.AddHours(1)))]);
        }

        Assert.That((await _store.ReadRemovalsAsync(0, default)).Removals, Has.Count.InRange(10, 30));
    }

    [Test]
    public async Task Ids_ThatNobodyReturnsTo_AreForgotten()
    {
        for (var number = 0; number < 80; number++)
        {
            var change = new RolloutChange(Now.AddDays(number), "f", $"{number}", 1, RolloutPhase.Running, RolloutPhase.Completed, "s", "eve", "x");
            await Write(Record("f", 0, RolloutPhase.Completed) with { Id = $"{number}", Changes = [change] });
        }

        Assert.That((await Read()).Select(record => int.Parse(record.Id, CultureInfo.InvariantCulture)).Order(), Is.EqualTo(Enumerable.Range(30, 50)));
    }

    [Test]
    public void Threads_AllWrite_NothingIsLost()
    {
        Parallel.For(0, 40, number =>
        {
            Write(Record($"f{number}", 0, RolloutPhase.Running)).GetAwaiter().GetResult();
            Remove(Removal((ulong)number + 1, 1, 2)).GetAwaiter().GetResult();
        });

        Assert.That(Read().GetAwaiter().GetResult(), Has.Count.EqualTo(40));
        Assert.That(_store.ReadRemovalsAsync(0, default).GetAwaiter().GetResult().Removals, Has.Count.EqualTo(40));
    }

    [Test]
    public void Nothing_IsAnArgumentNullException()
    {
        Assert.That(() => _store.WriteAsync(null!, default), Throws.ArgumentNullException);
        Assert.That(() => _store.WriteEvidenceAsync(null!, default), Throws.ArgumentNullException);
        Assert.That(() => _store.AddRemovalsAsync(null!, default), Throws.ArgumentNullException);
    }

    private static RolloutRecord Record(string flag, long revision, RolloutPhase phase) => new() { Flag = flag, Id = "1", Phase = phase, Revision = revision };

    private static RolloutEvidence Seen(long sequence, long outcomes) =>
        new() { Flag = "f", Id = "1", Attempt = 1, Node = "a", Sequence = sequence, CanaryOutcomes = outcomes };

    private static RolloutRemoval Removal(ulong unit, int at, int until) => new("f", unit, Now.AddMinutes(at), Now.AddMinutes(until));

    private Task<RolloutWrite> Write(RolloutRecord record) => _store.WriteAsync(record, default);

    private Task<IReadOnlyList<RolloutRecord>> Read() => _store.ReadAsync(default);

    private Task Evidence(params RolloutEvidence[] evidence) => _store.WriteEvidenceAsync(evidence, default);

    private Task Remove(params RolloutRemoval[] removals) => _store.AddRemovalsAsync(removals, default);
}
