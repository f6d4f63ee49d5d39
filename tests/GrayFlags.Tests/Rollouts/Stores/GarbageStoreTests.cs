using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>Stores that answer what cannot be: nobody is let in by it, and nothing breaks.</summary>
[Fault("R4")]
internal sealed class GarbageStoreTests
{
    private static readonly RolloutRecord Good = new() { Flag = RolloutRig.Flag, Id = "1", Phase = RolloutPhase.Running, Stage = 2 };

    private static readonly string Document = RolloutRig.Guarded.Replace("{ \"stages\"", "{ \"id\": \"1\", \"stages\"", StringComparison.Ordinal);

    private static IEnumerable<TestCaseData> Answers()
    {
        TestCaseData Case(string name, IReadOnlyList<RolloutRecord>? records) => new TestCaseData(records).SetArgDisplayNames(name);
        yield return Case("no list", null);
        yield return Case("no record", [null!]);
        yield return Case("no flag", [Good with { Flag = null! }]);
        yield return Case("no id", [Good with { Id = null! }]);
        yield return Case("a phase that is none", [Good with { Phase = (RolloutPhase)99 }]);
        yield return Case("a hold that is none", [Good with { WaitReason = (RolloutWaitReason)99 }]);
        yield return Case("no changes", [Good with { Changes = null! }]);
        yield return Case("a change that is none", [Good with { Changes = [null!] }]);
        yield return Case("nothing acknowledged", [Good with { Acknowledged = null! }]);
        yield return Case("attempt 0", [Good with { Attempt = 0 }]);
        yield return Case("a stage below the first", [Good with { Stage = -1 }]);
        yield return Case("no reason", [Good with { Reason = null! }]);
    }

    [TestCaseSource(nameof(Answers))]
    public void Answer_ThatCannotBe_LetsNobodyIn(IReadOnlyList<RolloutRecord>? records)
    {
        using var rig = new RolloutRig(Document, new FixedStore(records));
        rig.Pass(30);

        Assert.That(rig.CountOn(), Is.Zero);
        Assert.That(rig.Log.Entries.Where(entry => entry.EventId.Id == 169), Is.Empty, "no step fails");
    }

    [Test]
    public void Answer_ThatIsGood_LetsIn()
    {
        using var rig = new RolloutRig(Document, new FixedStore([Good]));
        rig.Pass(1);

        Assert.That(rig.CountOn(), Is.EqualTo(1_000), "or the tests above could not fail");
    }

    [Test]
    public async Task Write_ThatReturnsNoRecord_FailsTheCommandAndSaysSo()
    {
        using var rig = new RolloutRig(Document, new FixedStore([]) { ReturnsNoRecord = true });
        rig.Pass(1);

        await Assert.ThatAsync(
            () => rig.Rollouts.PromoteAsync(RolloutRig.Flag, "eve", "x"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("no record"));
        Assert.That(rig.Record.Stage, Is.Zero, "nobody is let in by it");
    }

    private sealed class FixedStore(IReadOnlyList<RolloutRecord>? records) : IRolloutStore
    {
        private readonly InMemoryRolloutStore _kept = new();

        public bool ReturnsNoRecord { get; init; }

        public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(records!);

        public Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken) =>
            ReturnsNoRecord ? Task.FromResult(new RolloutWrite(true, null!)) : _kept.WriteAsync(record, cancellationToken);

        public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) => _kept.ReadEvidenceAsync(cancellationToken);

        public Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => _kept.ReadRemovalsAsync(cursor, cancellationToken);
    }
}
