using GrayFlags.Fleet.Tests.Kit;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The answer to a write is lost with its connection: the call is repeated, and what it wrote the first time is its own.</summary>
internal sealed class PostgreSqlRetryTests
{
    private readonly PostgresProxy _proxy = new(PostgresSetUp.Server.Port);
    private readonly NpgsqlDataSource _source;
    private readonly PostgreSqlOptions _options = new() { Document = $"retry {Guid.NewGuid():N}", CommandTimeout = TimeSpan.FromSeconds(30) };

    public PostgreSqlRetryTests() => _source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App, port: _proxy.Port));

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        await _source.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Test]
    public async Task Record_AnswerLost_WrittenByThisCall()
    {
        await using var log = new PostgreSqlRolloutLog(_source, _options);
        var record = Samples.Record(id: "lost");
        _proxy.LoseAnswerTo("INSERT INTO \"grayflags\".records");
        var before = _proxy.Lost;

        var first = await log.WriteAsync(record, default);
        var second = await log.WriteAsync(record, default);

        Assert.That(_proxy.Lost, Is.EqualTo(before + 1));
        Assert.That((first.IsWritten, first.Current.Revision), Is.EqualTo((true, 1L)));
        Assert.That(second.IsWritten, Is.False, "an answer that was not lost is told as it is");
    }

    [Test]
    public async Task Batch_AnswerLost_AppendedOnce()
    {
        await using var log = new PostgreSqlRolloutLog(_source, _options);
        _proxy.LoseAnswerTo("INSERT INTO \"grayflags\".log");

        await log.AppendAsync(Samples.Batch(1, 1), default);
        await log.AppendAsync(Samples.Batch(1, 2), default);

        Assert.That((await log.ReadLogAsync(1, default)).Entries.Select(entry => entry.Batch.Sequence), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task Checkpoint_AnswerLost_WrittenByThisCall()
    {
        await using var log = new PostgreSqlRolloutLog(_source, _options);
        var checkpoint = new RolloutCheckpoint { Flag = "a", Id = "b", Attempt = 1, Position = 0, State = "{}" };
        _proxy.LoseAnswerTo("INSERT INTO \"grayflags\".checkpoints");

        var write = await log.WriteCheckpointAsync(checkpoint, default);

        Assert.That(write, Is.EqualTo(new RolloutCheckpointWrite(true, checkpoint with { Revision = 1 })));
    }

    [Test]
    public async Task Document_AnswerLost_WrittenByThisCall()
    {
        await using var store = new PostgreSqlDocumentStore(_source, _options);
        var document = new StoredDocument($"lost {Guid.NewGuid():N}", 1, default, "guo", "because", Samples.Bytes(10));
        _proxy.LoseAnswerTo("INSERT INTO \"grayflags\".documents");

        var write = await store.WriteAsync(document, 0, default);

        Assert.That(write.IsWritten);
        Assert.That(await store.ReadHistoryAsync(document.Name, long.MaxValue, 10, default), Has.Count.EqualTo(1));
    }

    // Two who write the same record at once: the one whose answer was lost may not take the other's for its own. They differ in their reasons.
    [Test]
    public async Task Record_AnswerLostAndOtherOneThere_NotWritten()
    {
        await using var log = new PostgreSqlRolloutLog(_source, _options);
        await log.WriteAsync(Samples.Record(id: "other", reason: "theirs"), default);
        _proxy.LoseAnswerTo("INSERT INTO \"grayflags\".records");

        var write = await log.WriteAsync(Samples.Record(id: "other", reason: "ours"), default);

        Assert.That((write.IsWritten, write.Current.Reason), Is.EqualTo((false, "theirs")));
    }

    // What other roles and databases set: every conflict is then an error, and the call is repeated.
    [TestCase("serializable")]
    [TestCase("repeatable read")]
    public async Task Appends_InOtherIsolation_AllInTheLog(string isolation)
    {
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(
            options: $"-c default_transaction_isolation={isolation.Replace(" ", "\\ ", StringComparison.Ordinal)}"));
        await using var log = new PostgreSqlRolloutLog(
            source, new PostgreSqlOptions { Document = $"{isolation} {Guid.NewGuid():N}", CommandTimeout = TimeSpan.FromSeconds(30) });

        await Task.WhenAll(Enumerable.Range(1, 6).Select(member => Task.Run(async () =>
        {
            for (var sequence = 1; sequence <= 5; sequence++)
            {
                await log.AppendAsync(Samples.Batch(member, sequence), default);
            }
        })));

        var positions = (await log.ReadLogAsync(1, default)).Entries.Select(entry => entry.Position);
        Assert.That(positions, Is.EqualTo(Enumerable.Range(1, 30).Select(position => (long)position)));
    }
}
