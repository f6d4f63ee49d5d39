using System.Globalization;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>The store of rollouts, where Redis is not like other engines. The contract is tested for all of them alike.</summary>
internal sealed class RedisRolloutLogTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task Page_OfLargeBatches_EndsAtFourMegabytes()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            await log.AppendAsync(RedisSamples.Batch(sequence, length: 1_500_000), None);
        }

        var first = await log.ReadLogAsync(1, None);
        var last = await log.ReadLogAsync(5, None);

        Assert.That(first.Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 1, 2 }), "a third one is beyond 4 MB");
        Assert.That(first.Last, Is.EqualTo(5));
        Assert.That(last.Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 5 }));
    }

    [Test]
    public async Task Record_ThatCannotBeReadAndNobodyHasNumbered_IsNotNone()
    {
        var options = RedisSetUp.NewOptions();
        await RedisSetUp.Connection.GetDatabase().HashSetAsync($"grayflags:{{{options.Document}}}:rollouts:records", "5:OTHER:1", "3 {{{");
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);

        Assert.That(() => log.ReadAsync(None), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("'1' of flag 'OTHER'"));
        Assert.That(() => log.ReadAsync(None), Throws.InstanceOf<InvalidDataException>(), "nor at the next read");
    }

    [Test]
    public async Task Entry_OfSomebodyElse_IsAnEntryThatSaysNothing()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await RedisSetUp.Connection.GetDatabase().StreamAddAsync($"grayflags:{{{options.Document}}}:rollouts:log", "foo", "bar", "0-*");
        await log.AppendAsync(RedisSamples.Batch(2), None);

        var page = await log.ReadLogAsync(1, None);
        await log.TrimAsync(2, None);

        Assert.That(page.Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(page.Entries[1].Batch.Payload.IsEmpty, Is.True);
    }

    [Test]
    public async Task Page_OfOneHugeBatch_HasIt()
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, RedisSetUp.NewOptions());
        await log.AppendAsync(RedisSamples.Batch(1, length: 5_000_000), None);

        var page = await log.ReadLogAsync(1, None);

        Assert.That(page.Entries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Page_OfManyBatches_EndsAtAThousand()
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, RedisSetUp.NewOptions());
        await Task.WhenAll(Enumerable.Range(1, 1_010).Select(member => log.AppendAsync(RedisSamples.Batch(1, member), None)));

        var page = await log.ReadLogAsync(1, None);

        Assert.That(page.Entries.Select(entry => entry.Position), Is.EqualTo(Enumerable.Range(1, 1_000)));
        Assert.That(page.Last, Is.EqualTo(1_010));
    }

    [Test]
    public async Task Trim_KeepsTheLastTenMinutes_AndTheCount()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        var now = (await log.ReadLogAsync(1, None)).Now;
        for (var position = 1; position <= 300; position++)
        {
            await AddAsync(options, position, now.AddMinutes(-11));
        }

        await AddAsync(options, 301, now.AddMinutes(-9));

        await log.TrimAsync(302, None);
        var page = await log.ReadLogAsync(1, None);
        Assert.That(page.Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 301 }), "the one of nine minutes ago");

        await log.AppendAsync(RedisSamples.Batch(1), None);
        Assert.That((await log.ReadLogAsync(302, None)).Last, Is.EqualTo(302));
    }

    [Test]
    public async Task Trim_OfEverything_KeepsTheCount()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        var now = (await log.ReadLogAsync(1, None)).Now;
        await AddAsync(options, 1, now.AddMinutes(-11));

        await log.TrimAsync(2, None);

        var page = await log.ReadLogAsync(1, None);
        Assert.That((page.Entries.Count, page.Last), Is.EqualTo((0, 1L)));
    }

    [Test]
    public async Task NumbersOfProcesses_AfterTheDataIsLost_AreNotGivenAgain()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        var before = await log.TakeNumberAsync("members", None);
        var next = await log.TakeNumberAsync("members", None);
        await ForgetAsync(options);

        var after = await log.TakeNumberAsync("members", None);

        Assert.That(next, Is.GreaterThan(before));
        Assert.That(after, Is.GreaterThan(before), "the server's time has gone on");
    }

    [Test]
    public async Task OtherNumbers_AreSmall_SinceAShareOfARiskShrinksWithThem()
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, RedisSetUp.NewOptions());

        Assert.That(await log.TakeNumberAsync("alone CHECKOUT 1 1", None), Is.EqualTo(1));
        Assert.That(await log.TakeNumberAsync("alone CHECKOUT 1 1", None), Is.EqualTo(2));
    }

    [Test]
    public async Task DataThatIsLost_IsSeen_ThoughNothingElseChanged()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        await log.WriteAsync(RedisSamples.Record(), None);
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await log.AddRemovalsAsync([new RolloutRemoval("checkout", 1, DateTimeOffset.UnixEpoch.AddYears(60), DateTimeOffset.UnixEpoch.AddYears(61))], None);
        var known = await log.ReadAsync(None);
        var cursor = (await log.ReadRemovalsAsync(0, None)).Cursor;
        await ForgetAsync(options);

        var page = await log.ReadLogAsync(1, None);
        var removals = await log.ReadRemovalsAsync(cursor, None);

        Assert.That(known, Has.Count.EqualTo(1));
        Assert.That(await log.ReadAsync(None), Is.Empty);
        Assert.That((page.Last, page.Entries.Count), Is.EqualTo((0L, 0)));
        Assert.That((removals.Cursor, removals.Removals.Count), Is.EqualTo((0L, 0)), "a cursor that went back makes the core read everything");

        await log.AppendAsync(RedisSamples.Batch(1), None);
        Assert.That((await log.ReadLogAsync(1, None)).Entries, Has.Count.EqualTo(1), "a batch that the server has lost is new to it");
    }

    [Test]
    public async Task Removals_AfterTheDataIsLost_HaveNumbersBeyondEveryCursor()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        var at = (await log.ReadLogAsync(1, None)).Now;
        await log.AddRemovalsAsync([.. Enumerable.Range(1, 10).Select(unit => new RolloutRemoval("checkout", (ulong)unit, at, at.AddDays(1)))], None);
        var cursor = (await log.ReadRemovalsAsync(0, None)).Cursor;
        await ForgetAsync(options);
        await log.AddRemovalsAsync([new RolloutRemoval("checkout", 99, at, at.AddDays(1))], None);

        var removals = await log.ReadRemovalsAsync(cursor, None);

        Assert.That(removals.Removals.Select(removal => removal.Unit), Is.EqualTo(new ulong[] { 99 }));
    }

    [Test]
    public async Task Removals_ThatEndedADayAgo_AreForgotten()
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, RedisSetUp.NewOptions());
        var now = (await log.ReadLogAsync(1, None)).Now;
        RolloutRemoval[] removals =
        [
            new("checkout", 1, now.AddDays(-9), now.AddHours(-25)),
            new("checkout", 2, now.AddDays(-9), now.AddHours(-23)),
            new("checkout", 3, now.AddHours(-1), DateTimeOffset.MinValue),
            new("checkout", 4, now.AddHours(-1), DateTimeOffset.MaxValue),
        ];

        await log.AddRemovalsAsync(removals, None);

        Assert.That((await log.ReadRemovalsAsync(0, None)).Removals, Is.EqualTo(removals.Skip(1)), "readmissions of the last day stay");
    }

    [Test]
    public async Task Removals_MoreThanOneAnswerHas_AreReadInTheirOrder()
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, RedisSetUp.NewOptions());
        var now = (await log.ReadLogAsync(1, None)).Now;
        RolloutRemoval[] removals = [.. Enumerable.Range(1, 5_001).Select(unit => new RolloutRemoval("checkout", (ulong)unit, now, now.AddDays(1)))];

        await log.AddRemovalsAsync(removals, None);

        Assert.That((await log.ReadRemovalsAsync(0, None)).Removals, Is.EqualTo(removals));
    }

    [Test]
    public async Task Records_OfEndedRollouts_AreBounded()
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, RedisSetUp.NewOptions());
        for (var release = 1; release <= 53; release++)
        {
            var record = RedisSamples.Record(id: release.ToString(CultureInfo.InvariantCulture)) with
            {
                Phase = RolloutPhase.Completed,
                EndedAt = DateTimeOffset.UnixEpoch.AddDays(release),
            };
            await log.WriteAsync(record, None);
            await log.ReadAsync(None);
        }

        var ids = (await log.ReadAsync(None)).Select(record => int.Parse(record.Id, CultureInfo.InvariantCulture)).Order();

        Assert.That(ids, Is.EqualTo(Enumerable.Range(3, 51)), "50 and the one that was written last");
    }

    [Test]
    public async Task Keys_OfAName_HaveOneHashTag()
    {
        var options = RedisSetUp.NewOptions();
        options.Document = "}" + options.Document;
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        await using var documents = new RedisDocumentStore(RedisSetUp.Connection, options);
        await log.WriteAsync(RedisSamples.Record(), None);
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await log.TakeNumberAsync("members", None);
        await documents.WriteAsync(RedisSamples.Document(options.Document, 1), 0, None);

        var keys = Keys($"grayflags:{{%7D{options.Document[1..]}}}:*");

        Assert.That(keys, Has.Count.EqualTo(6));
        Assert.That(Keys($"*{options.Document[1..]}*"), Has.Count.EqualTo(6), "no key has another beginning");
    }

    private static async Task AddAsync(RedisOptions options, long position, DateTimeOffset at)
    {
        NameValueEntry[] entry = [new("m", 7), new("s", position), new("t", (at - DateTimeOffset.UnixEpoch).Ticks / 10), new("p", "")];
        await RedisSetUp.Connection.GetDatabase().StreamAddAsync($"grayflags:{{{options.Document}}}:rollouts:log", entry, $"0-{position}");
    }

    private static Task<long> ForgetAsync(RedisOptions options) =>
        RedisSetUp.Connection.GetDatabase().KeyDeleteAsync([.. Keys($"*{options.Document}*").Select(key => (RedisKey)key)]);

    private static List<string> Keys(string pattern) =>
        [.. RedisSetUp.Connection.GetServers()[0].Keys(pattern: pattern).Select(key => (string)key!)];
}
