using GrayFlags.Fleet.Tests.Kit;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The bounds of the answers and of the tables.</summary>
internal sealed class PostgreSqlSizeTests
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App));
    private string _name = "";

    [SetUp]
    public void SetName() => _name = $"size {Guid.NewGuid():N}";

    [OneTimeTearDown]
    public async Task EndAsync() => await _source.DisposeAsync();

    [Test]
    public async Task Page_ManyEntries_AThousand()
    {
        await using var log = Open();
        await FillAsync(2_500, "''");

        var first = await log.ReadLogAsync(1, default);
        var last = await log.ReadLogAsync(2_001, default);

        Assert.That((first.Last, first.Entries.Count, last.Entries.Count), Is.EqualTo((2_500L, 1_000, 500)));
    }

    // 1 MB each: the one that crosses the limit is the last. One that is larger alone comes alone.
    [Test]
    public async Task Page_LargeEntries_FourMegabytes()
    {
        await using var log = Open();
        await FillAsync(10, "decode(repeat('ab', 1 << 20), 'hex')");

        Assert.That((await log.ReadLogAsync(1, default)).Entries, Has.Count.EqualTo(4));
        Assert.That((await log.ReadLogAsync(9, default)).Entries.Select(entry => entry.Position), Is.EqualTo(new[] { 9L, 10L }));
    }

    [Test]
    public async Task Trim_ManyEntries_AllAtOnceAndInTheirOrder()
    {
        await using var log = Open();
        await FillAsync(12_000, "''");
        await PostgresSetUp.Server.ExecuteAsync("UPDATE grayflags.log SET at = clock_timestamp() WHERE namespace = $1 AND position = 11000", _name);

        await log.TrimAsync(12_001, default);

        // One that is young keeps those behind it: a log has no holes.
        Assert.That((await log.ReadLogAsync(1, default)).Entries[0].Position, Is.EqualTo(11_000));
    }

    // Each node looks twice a minute, for each rollout.
    [Test]
    public async Task CheckpointHead_OfAMegabyte_IsSomeHundredBytes()
    {
        await using var proxy = new PostgresProxy(PostgresSetUp.Server.Port);
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App, port: proxy.Port));
        await using var log = new PostgreSqlRolloutLog(source, new PostgreSqlOptions { Document = _name });
        await log.WriteCheckpointAsync(Samples.LargeCheckpoint(), default);
        await log.ReadCheckpointHeadAsync("a", "b", 1, default);
        var before = proxy.Bytes;

        for (var look = 0; look < 100; look++)
        {
            Assert.That(await log.ReadCheckpointHeadAsync("a", "b", 1, default), Has.Property(nameof(RolloutCheckpointHead.IsWhole)).True);
        }

        TestContext.Out.WriteLine($"{(proxy.Bytes - before) / 100} bytes each");
        Assert.That(proxy.Bytes - before, Is.InRange(1, 100 * 1_000));
    }

    [Test]
    public async Task Members_SilentForAWeek_Forgotten()
    {
        await using var log = Open();
        await log.AppendAsync(Samples.Batch(1, 1), default);
        await log.AppendAsync(Samples.Batch(2, 1), default);
        await PostgresSetUp.Server.ExecuteAsync(
            "UPDATE grayflags.members SET seen_at = seen_at - interval '8 days' WHERE namespace = $1 AND member = 1", _name);

        await log.TrimAsync(0, default);

        Assert.That(await PostgresSetUp.Server.AskAsync<long>("SELECT sum(member)::bigint FROM grayflags.members WHERE namespace = $1", _name), Is.EqualTo(2));
    }

    // 50 ids of a flag; those that have ended go first, and rolled back ones are counted for themselves.
    [Test]
    public async Task Records_ManyIds_TheOldestForgotten()
    {
        await using var log = Open();
        await log.WriteAsync(Samples.Record(id: "rolled back") with { Phase = RolloutPhase.RolledBack }, default);
        await log.WriteAsync(Samples.Record(id: "oldest"), default);
        await log.WriteAsync(Samples.Record(id: "completed") with { Phase = RolloutPhase.Completed }, default);
        for (var id = 3; id <= 50; id++)
        {
            await log.WriteAsync(Samples.Record(id: $"{id}"), default);
        }

        await log.WriteAsync(Samples.Record(id: "newest"), default);
        await log.WriteAsync(Samples.Record(flag: "other", id: "other"), default);

        var ids = (await log.ReadAsync(default)).Select(record => record.Id).ToList();
        Assert.That(ids, Has.Count.EqualTo(52));
        Assert.That(ids, Has.None.EqualTo("completed"));
        Assert.That(ids, Is.SupersetOf(new[] { "rolled back", "oldest", "newest", "other" }));
    }

    [Test]
    public async Task Removals_ExpiredForADay_Forgotten()
    {
        await using var log = Open();
        var now = DateTimeOffset.UtcNow;
        await log.AddRemovalsAsync(
            [
                new RolloutRemoval("a", 1, now.AddDays(-9), now.AddDays(-2)), new RolloutRemoval("a", 2, now.AddDays(-9), now.AddHours(-2)),
                new RolloutRemoval("a", 3, now.AddHours(-2), now.AddDays(-2)), new RolloutRemoval("a", 4, now, now.AddDays(30)),
            ],
            default);

        Assert.That((await log.ReadRemovalsAsync(0, default)).Removals.Select(removal => removal.Unit), Is.EqualTo(new[] { 2UL, 3UL, 4UL }));
    }

    [Test]
    public async Task Record_Damaged_SaidWithoutItsContent()
    {
        await using var log = Open();
        await log.WriteAsync(Samples.Record(), default);
        await PostgresSetUp.Server.ExecuteAsync("UPDATE grayflags.records SET body = '{ \"flag\": \"private\", ' WHERE namespace = $1", _name);

        Assert.That(() => log.ReadAsync(default), Throws.InstanceOf<InvalidDataException>().With.Message.Not.Contains("private"));
    }

    [TestCase("")]
    [TestCase("a\nb")]
    [TestCase("a\0b")]
    public async Task Name_OfADocumentThatIsNone_Refused(string name)
    {
        await using var store = new PostgreSqlDocumentStore(_source, new PostgreSqlOptions());

        Assert.That(() => store.ReadLatestAsync(name, default), Throws.ArgumentException);
        Assert.That(() => store.Watch(name, static () => { }), Throws.ArgumentException);
        Assert.That(() => store.ReadLatestAsync(new string('n', 201), default), Throws.ArgumentException);
        Assert.That(() => store.ReadLatestAsync("\ud800", default), Throws.ArgumentException, "half of a character");
    }

    // What no engine can keep is for people only: it is replaced, and the rest is kept.
    [Test]
    public async Task Reason_WithNul_IsReplaced()
    {
        await using var store = new PostgreSqlDocumentStore(_source, new PostgreSqlOptions());

        var write = await store.WriteAsync(new StoredDocument(_name, 1, default, "a\0b", "x\ud800y\0\0", Samples.Bytes(1)), 0, default);

        Assert.That((write.Current!.By, write.Current.Reason), Is.EqualTo(("a\ufffdb", "x\ufffdy\ufffd\ufffd")));
    }

    private PostgreSqlRolloutLog Open() => new(_source, new PostgreSqlOptions { Document = _name, CommandTimeout = TimeSpan.FromSeconds(30) });

    private async Task FillAsync(int entries, string payload)
    {
        await PostgresSetUp.Server.ExecuteAsync(
            $"INSERT INTO grayflags.log SELECT $1, n, clock_timestamp() - interval '1 hour', 1, n, {payload} FROM generate_series(1, $2) AS n", _name, entries);
        await PostgresSetUp.Server.ExecuteAsync("INSERT INTO grayflags.heads VALUES ($1, 'log', $2)", _name, (long)entries);
    }
}
