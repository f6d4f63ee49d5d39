using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>Numbers and keys of the store that somebody else has overwritten: nothing fails for good, and everything that can be read is.</summary>
internal sealed class RedisOverwrittenTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Damages = ["damaged!", "", "-1", "1e3", "9007199254740993", "9223372036854775807", "99999999999999999999999"];

    private readonly RedisOptions _options = RedisSetUp.NewOptions();

    private string Start => $"grayflags:{{{_options.Document}}}:rollouts:";

    private static IDatabase Database => RedisSetUp.Connection.GetDatabase();

    [SetUp]
    public void SetDocument() => _options.Document = Guid.NewGuid().ToString("N");

    [TestCaseSource(nameof(Damages))]
    public async Task NumberOfRemovals_IsNamed_AndEverythingIsReadAndAdded(string damage)
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, _options);
        await log.AddRemovalsAsync([Removal(1), Removal(2)], None);
        await Database.HashSetAsync(Start + "removals", "", damage);

        var read = await log.ReadRemovalsAsync(0, None);
        var again = await log.ReadRemovalsAsync(read.Cursor, None);
        await log.AddRemovalsAsync([Removal(3)], None);
        var next = await log.ReadRemovalsAsync(read.Cursor, None);

        Assert.That(read.Removals, Is.EqualTo(new[] { Removal(1), Removal(2) }));
        Assert.That(read.Damaged, Is.EqualTo(new[] { Start + "removals" }));
        Assert.That((again.Removals.Count, again.Damaged.Count, again.Cursor), Is.EqualTo((0, 1, read.Cursor)), "for as long as it is damaged");
        Assert.That(next.Removals, Is.EqualTo(new[] { Removal(3) }));
        Assert.That(next.Damaged, Is.Empty, "it has been replaced");
    }

    [TestCase(double.PositiveInfinity)]
    [TestCase(9007199254740992)]
    [TestCase(1e300)]
    public async Task NumberOfARemoval_IsNamed_AndTheOthersAreRead(double score)
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, _options);
        await log.AddRemovalsAsync([Removal(1), Removal(2)], None);
        await Database.SortedSetAddAsync(Start + "removals:order", "0000000000000001:CHECKOUT", score);

        var read = await log.ReadRemovalsAsync(0, None);

        Assert.That(read.Removals, Is.EqualTo(new[] { Removal(2) }));
        Assert.That(read.Damaged, Is.EqualTo(new[] { Start + "removals" }));
    }

    [TestCase("0633000000000000000 0633000000000000000 0000000000000001 other", TestName = "Removal_OfAnotherFlag_IsDamaged")]
    [TestCase("0633000000000000000 0633000000000000000 0000000000000009 checkout", TestName = "Removal_OfAnotherUnit_IsDamaged")]
    [TestCase("9633000000000000000 0633000000000000000 0000000000000001 checkout", TestName = "Removal_AfterTheEndOfTime_IsDamaged")]
    [TestCase("063300000000000000  0633000000000000000 0000000000000001 checkout", TestName = "Removal_WithABlankInItsTime_IsDamaged")]
    [TestCase("0633000000000000000-0633000000000000000 0000000000000001 checkout", TestName = "Removal_WithoutABlank_IsDamaged")]
    [TestCase("0633000000000000000 0633000000000000000 000000000000000g checkout", TestName = "Removal_OfNoUnit_IsDamaged")]
    [TestCase("0633000000000000000 0633000000000000000 000000000", TestName = "Removal_CutOff_IsDamaged")]
    public async Task Removal(string value)
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, _options);
        await log.AddRemovalsAsync([Removal(1), Removal(2)], None);
        await Database.HashSetAsync(Start + "removals", "0000000000000001:CHECKOUT", value);

        var read = await log.ReadRemovalsAsync(0, None);

        Assert.That(read.Removals, Is.EqualTo(new[] { Removal(2) }));
        Assert.That(read.Damaged, Is.EqualTo(new[] { "CHECKOUT" }));
    }

    [TestCase("removals")]
    [TestCase("removals:order")]
    public async Task KeyOfAnotherType_IsNamed_AndTheRecordsAreRead(string key)
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, _options);
        await log.WriteAsync(RedisSamples.Record(), None);
        await Database.StringSetAsync(Start + key, "somebody else's");

        var read = await log.ReadRemovalsAsync(7, None);

        Assert.That((read.Removals.Count, read.Cursor), Is.EqualTo((0, 7L)));
        Assert.That(read.Damaged, Is.EqualTo(new[] { Start + "removals" }));
        Assert.That(() => log.AddRemovalsAsync([Removal(1)], None), Throws.InstanceOf<IOException>().With.Message.Contains("remove that key"));
    }

    [TestCaseSource(nameof(Damages))]
    public async Task NumberOfRecords_IsReplacedByTheNextWrite(string damage)
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, _options);
        await using var other = new RedisRolloutLog(RedisSetUp.Connection, _options);
        await log.WriteAsync(RedisSamples.Record(), None);
        await Database.HashSetAsync(Start + "records", "", damage);
        Assert.That(await other.ReadAsync(None), Has.Count.EqualTo(1));

        var write = await log.WriteAsync(RedisSamples.Record(revision: 1) with { Reason = "again" }, None);

        Assert.That(write.IsWritten);
        Assert.That((await other.ReadAsync(None)).Single().Reason, Is.EqualTo("again"), "who has read it under the damaged number reads it anew");
    }

    [TestCaseSource(nameof(Damages))]
    public async Task NumberOfProcesses_BeginsAtTheTime(string damage)
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, _options);
        var before = await log.TakeNumberAsync("members", None);
        await Database.HashSetAsync(Start + "counters", "members", damage);

        var number = await log.TakeNumberAsync("members", None);

        Assert.That(number, Is.InRange(before, 1L << 53));
    }

    // What it numbers has a share of the risk that shrinks with it: it is not begun anew by itself.
    [TestCaseSource(nameof(Damages))]
    public async Task OtherNumber_IsNamedWithWhatToDo(string damage)
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, _options);
        await Database.HashSetAsync(Start + "counters", "episodes of checkout", damage);

        Assert.That(
            () => log.TakeNumberAsync("episodes of checkout", None),
            Throws.InstanceOf<IOException>().With.Message.Contains($"{Start}counters episodes of checkout").And.Message.Contains("set that field"));
        await Database.HashSetAsync(Start + "counters", "episodes of checkout", 41);
        Assert.That(await log.TakeNumberAsync("episodes of checkout", None), Is.EqualTo(42));
    }

    private static RolloutRemoval Removal(ulong unit)
    {
        // In the future, so that none has expired.
        var at = new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new RolloutRemoval("checkout", unit, at, at.AddDays(30));
    }
}
