using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

/// <summary>
/// The promises of an engine about data that somebody else has written to it, or a disk has broken: it is named, it hides nothing else, and it is replaced.
/// </summary>
public abstract class DamageContract
{
    private const string BadJson = "{ \"flag\": 7 }";
    private const string CutOff = "{ \"flag\": \"new-checkout\", \"id\": \"2026-12\", \"att";
    private const string Foreign = "\u00FF\u00FE somebody else's";

    private readonly List<IRolloutLog> _opened = [];
    private string _name = "";

    [SetUp]
    public void SetName() => _name = $"{GetType().Name} {Guid.NewGuid():N}";

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var log in _opened)
        {
            await ((IAsyncDisposable)log).DisposeAsync();
        }

        _opened.Clear();
    }

    /// <summary>Opens a store: one of the same name has the same content, and another instance of the engine's client.</summary>
    protected abstract IRolloutLog Open(string name);

    /// <summary>
    /// Overwrites what is stored of the flag <c>new-checkout</c>, of its removals that of unit 2, by other means than the library's. An engine that keeps no
    /// text there breaks something else for each content.
    /// </summary>
    private protected abstract Task DamageAsync(string name, StoredPart part, string content);

    [TestCase(BadJson)]
    [TestCase(CutOff)]
    [TestCase(Foreign)]
    [TestCase("")]
    public async Task Record_Damaged_IsNamed_AndTheOthersAreRead(string content)
    {
        var log = Open();
        await log.WriteAsync(Sample(), Bound);
        var other = (await log.WriteAsync(Sample(flag: "old-checkout"), Bound)).Current;
        await DamageAsync(_name, StoredPart.Record, content);

        var (exception, damage) = await DamageOfAsync(Open());

        Assert.That(damage.Records.Select(Samples.TextOf), Is.EqualTo(new[] { Samples.TextOf(other) }));
        Assert.That(damage.Damaged.Select(static damaged => (damaged.Flag.ToUpperInvariant(), damaged.Id)), Is.EqualTo(new[] { ("NEW-CHECKOUT", "2026-12") }));
        Assert.That(exception.Message, Does.Contain("2026-12").And.Contains("NEW-CHECKOUT").And.Not.Contains("somebody"));
    }

    [TestCase(BadJson)]
    [TestCase(CutOff)]
    [TestCase(Foreign)]
    [TestCase("")]
    public async Task Record_Damaged_IsReplacedByWhoeverNamesItsRevision_AndNobodyElse(string content)
    {
        var log = Open();
        for (var revision = 0; revision < 3; revision++)
        {
            await log.WriteAsync(Sample(revision), Bound);
        }

        await DamageAsync(_name, StoredPart.Record, content);
        var (_, damage) = await DamageOfAsync(Open());
        Assert.That(async () => await log.WriteAsync(Sample(), Bound), Throws.InstanceOf<InvalidDataException>(), "it is not none");
        Assert.That(async () => await log.WriteAsync(Sample(7), Bound), Throws.InstanceOf<InvalidDataException>());

        var write = await log.WriteAsync(Sample(damage.Damaged.Single().Revision, "mended"), Bound);

        Assert.That(write.IsWritten);
        Assert.That((await Open().ReadAsync(Bound)).Single().Reason, Is.EqualTo("mended"));
        Assert.That((await log.WriteAsync(Sample(write.Current.Revision, "again"), Bound)).IsWritten);
        Assert.That((await log.WriteAsync(Sample(), Bound)).IsWritten, Is.False);
    }

    [Test]
    public async Task Record_OfAnotherRollout_IsDamaged()
    {
        var log = Open();
        await log.WriteAsync(Sample(), Bound);
        await DamageAsync(_name, StoredPart.Record, Samples.TextOf(Sample(flag: "old-checkout")).Replace("\"Flag\"", "\"flag\"", StringComparison.Ordinal));

        var (_, damage) = await DamageOfAsync(Open());

        Assert.That(damage.Damaged.Single().Id, Is.EqualTo("2026-12"));
    }

    [TestCase(BadJson)]
    [TestCase(CutOff)]
    [TestCase(Foreign)]
    [TestCase("")]
    public async Task Checkpoint_Damaged_IsNotNone_AndIsReplacedByItsRevision(string content)
    {
        var log = Open();
        await log.AppendAsync(Samples.Batch(7, 1), Bound);
        await log.AppendAsync(Samples.Batch(7, 2), Bound);
        await log.WriteCheckpointAsync(Checkpoint(1, state: "{ \"version\": 1 }"), Bound);
        await DamageAsync(_name, StoredPart.Checkpoint, content);

        var head = await Open().ReadCheckpointHeadAsync("new-checkout", "2026-12", 1, Bound);
        var read = await Open().ReadCheckpointAsync("new-checkout", "2026-12", 1, Bound);
        var none = await log.WriteCheckpointAsync(Checkpoint(2, 9), Bound);
        var mended = await log.WriteCheckpointAsync(Checkpoint(2, read!.Revision, state: "{ \"version\": 2 }"), Bound);

        Assert.That(head, Has.Property(nameof(RolloutCheckpointHead.IsWhole)).False, "or nobody would read it");
        Assert.That(read.State, Is.Not.EqualTo("{ \"version\": 1 }"));
        Assert.That(none.IsWritten, Is.False);
        Assert.That(mended.IsWritten);
        Assert.That(await Open().ReadCheckpointAsync("new-checkout", "2026-12", 1, Bound), Is.EqualTo(mended.Current));
        Assert.That((await log.ReadCheckpointHeadAsync("new-checkout", "2026-12", 1, Bound))?.IsWhole, Is.True);
    }

    [TestCase(Foreign)]
    [TestCase("")]
    public async Task Entry_Damaged_KeepsItsPlace(string content)
    {
        var log = Open();
        await log.AppendAsync(Samples.Batch(7, 1), Bound);
        await log.AppendAsync(Samples.Batch(8, 1), Bound);
        await DamageAsync(_name, StoredPart.LastEntry, content);
        await log.AppendAsync(Samples.Batch(8, 2), Bound);

        var read = (await Open().ReadLogAsync(1, Bound)).Entries;

        Assert.That(read.Select(static entry => entry.Position), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(read[1].Batch.Payload.ToArray(), Is.Not.EqualTo(Samples.Batch(8, 1).Payload.ToArray()));
        Assert.That(read[2].Batch.Sequence, Is.EqualTo(2));
    }

    [TestCase(BadJson)]
    [TestCase(CutOff)]
    [TestCase(Foreign)]
    [TestCase("")]
    public async Task Removal_Damaged_IsNamedAndSkipped_AndTheOthersAreRead(string content)
    {
        var log = Open();
        await log.AddRemovalsAsync([Removal(1), Removal(2), Removal(3)], Bound);
        await log.AddRemovalsAsync([Removal(2, "old-checkout")], Bound);
        await DamageAsync(_name, StoredPart.Removal, content);

        var read = await Open().ReadRemovalsAsync(0, Bound);
        var next = await Open().ReadRemovalsAsync(read.Cursor, Bound);

        Assert.That(read.Removals, Is.EqualTo(new[] { Removal(1), Removal(3), Removal(2, "old-checkout") }));
        Assert.That(read.Damaged.Select(static name => name.ToUpperInvariant()), Is.EqualTo(new[] { "NEW-CHECKOUT" }));
        Assert.That((next.Removals.Count, next.Damaged.Count, next.Cursor), Is.EqualTo((0, 0, read.Cursor)));
    }

    [TestCase(BadJson)]
    [TestCase(CutOff)]
    [TestCase(Foreign)]
    [TestCase("")]
    public async Task Removal_Damaged_IsReplacedByWhoeverKnowsIt(string content)
    {
        var log = Open();
        await log.AddRemovalsAsync([Removal(1), Removal(2)], Bound);
        await DamageAsync(_name, StoredPart.Removal, content);
        var damaged = await log.ReadRemovalsAsync(0, Bound);

        await log.AddRemovalsAsync([Removal(1), Removal(2)], Bound);

        var read = await Open().ReadRemovalsAsync(0, Bound);
        Assert.That(read.Removals, Is.EqualTo(new[] { Removal(1), Removal(2) }));
        Assert.That(read.Damaged, Is.Empty);
        Assert.That((await log.ReadRemovalsAsync(damaged.Cursor, Bound)).Removals, Is.EqualTo(new[] { Removal(2) }), "whoever has skipped it gets it");
    }

    private static async Task<(InvalidDataException Exception, DamagedRollouts Damage)> DamageOfAsync(IRolloutLog log)
    {
        try
        {
            await log.ReadAsync(Bound);
        }
        catch (InvalidDataException exception) when (DamagedRollouts.Of(exception) is { } damage)
        {
            return (exception, damage);
        }

        throw new AssertionException("It was read.");
    }

    private static CancellationToken Bound => TestContext.CurrentContext.CancellationToken;

    private static RolloutRecord Sample(long revision = 0, string reason = "", string flag = "new-checkout") =>
        Samples.Record(flag, "2026-12", revision, reason);

    private static RolloutRemoval Removal(ulong unit, string flag = "new-checkout")
    {
        // In the future, so that none has expired.
        var at = new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new RolloutRemoval(flag, unit, at, at.AddDays(30));
    }

    private IRolloutLog Open()
    {
        var log = Open(_name);
        _opened.Add(log);
        return log;
    }

    private static RolloutCheckpoint Checkpoint(long position, long revision = 0, string state = "{}") => new()
    {
        Flag = "new-checkout",
        Id = "2026-12",
        Attempt = 1,
        Position = position,
        Revision = revision,
        State = state,
    };
}
