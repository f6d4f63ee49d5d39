using GrayFlags.Fleet.Tests.Kit;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>Times and numbers that somebody else has overwritten: everything that can be read is, and what stops a write says what to do.</summary>
internal sealed class PostgreSqlOverwrittenTests
{
    private static readonly string[] Times = ["infinity", "-infinity", "294276-01-01", "4000-01-01 BC", "0001-12-31 BC"];

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App));
    private string _name = "";

    private static PostgresServer Server => PostgresSetUp.Server;

    [SetUp]
    public void SetName() => _name = $"overwritten {Guid.NewGuid():N}";

    [OneTimeTearDown]
    public async Task EndAsync() => await _source.DisposeAsync();

    [TestCaseSource(nameof(Times))]
    public async Task TimeOfAnEntry_IsADamagedEntry_AndTheOthersAreRead(string time)
    {
        await using var log = Log();
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            await log.AppendAsync(Samples.Batch(7, sequence), default);
        }

        await Server.ExecuteAsync($"UPDATE grayflags.log SET at = '{time}' WHERE namespace = $1 AND position = 2", _name);
        var read = (await log.ReadLogAsync(1, default)).Entries;

        Assert.That(read.Select(static entry => entry.Position), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(read.Select(static entry => entry.Batch.Payload.IsEmpty), Is.EqualTo(new[] { false, true, false }));
        Assert.That(read[1].Batch.Member, Is.Zero);
    }

    // It would be young for ever.
    [Test]
    public async Task TimeOfAnEntry_Infinite_DoesNotKeepTheLog()
    {
        await using var log = Log();
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            await log.AppendAsync(Samples.Batch(7, sequence), default);
        }

        await Server.ExecuteAsync("UPDATE grayflags.log SET at = at - interval '1 hour' WHERE namespace = $1", _name);
        await Server.ExecuteAsync("UPDATE grayflags.log SET at = 'infinity' WHERE namespace = $1 AND position = 1", _name);
        await log.TrimAsync(3, default);

        Assert.That((await log.ReadLogAsync(1, default)).Entries.Select(static entry => entry.Position), Is.EqualTo(new[] { 3 }));
    }

    [TestCaseSource(nameof(Times))]
    public async Task TimeOfADocument_TheTextIsReadAllTheSame(string time)
    {
        await using var store = Documents();
        await store.WriteAsync(Document(1), 0, default);
        await store.WriteAsync(Document(2), 1, default);
        await Server.ExecuteAsync($"UPDATE grayflags.documents SET at = '{time}' WHERE name = $1", _name);

        Assert.That((await store.ReadLatestAsync(_name, default))?.Version, Is.EqualTo(2));
        Assert.That((await store.ReadAsync(_name, null, default))?.Utf8Json.Length, Is.EqualTo(64));
        Assert.That((await store.ReadAsync(_name, 1, default))?.Version, Is.EqualTo(1));
        Assert.That(await store.ReadHistoryAsync(_name, long.MaxValue, 9, default), Has.Count.EqualTo(2));
        Assert.That((await store.WriteAsync(Document(3), 2, default)).IsWritten);
    }

    [TestCaseSource(nameof(Times))]
    public async Task TimeOfAMember_TheOthersAreRead_AndItGoes(string time)
    {
        await using var store = Documents();
        await store.JoinAsync(_name, new DocumentMember("damaged", 1, 1, "1"), default);
        await store.JoinAsync(_name, new DocumentMember("whole", 1, 1, "1"), default);
        await Server.ExecuteAsync($"UPDATE grayflags.document_members SET seen_at = '{time}' WHERE name = $1 AND node = 'damaged'", _name);

        var members = await store.ReadMembersAsync(_name, default);
        await store.JoinAsync(_name, new DocumentMember("whole", 2, 1, "1"), default);

        Assert.That(members.Select(static member => member.Node), Is.EqualTo(new[] { "whole" }));
        Assert.That(await Server.AskAsync<long>("SELECT count(*) FROM grayflags.document_members WHERE name = $1", _name), Is.EqualTo(1));
    }

    [TestCase("UPDATE grayflags.heads SET last = 9223372036854775807 WHERE namespace = $1")]
    [TestCase("UPDATE grayflags.heads SET last = 0 WHERE namespace = $1", "contradict each other")]
    public async Task NumberOfTheLog_SaysWhatToDo(string damage, string said = "end of its range")
    {
        await using var log = Log();
        await log.AppendAsync(Samples.Batch(7, 1), default);
        await log.AddRemovalsAsync([new RolloutRemoval("a", 1, Samples.Noon.AddYears(90), Samples.Noon.AddYears(91))], default);
        await Server.ExecuteAsync(damage, _name);

        Assert.That(() => log.AppendAsync(Samples.Batch(7, 2), default), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(said));
        Assert.That(
            () => log.AddRemovalsAsync([new RolloutRemoval("a", 2, Samples.Noon.AddYears(90), Samples.Noon.AddYears(91))], default),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("heads"));
    }

    [Test]
    public async Task NumberOfADocument_Lost_SaysWhatToDo()
    {
        await using var store = Documents();
        await store.WriteAsync(Document(1), 0, default);
        await Server.ExecuteAsync("DELETE FROM grayflags.document_heads WHERE name = $1", _name);

        Assert.That(() => store.WriteAsync(Document(1), 0, default), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("document_heads"));
    }

    [Test]
    public async Task Counter_AtItsEnd_SaysWhatToDo()
    {
        await using var log = Log();
        await log.TakeNumberAsync("episodes", default);
        await Server.ExecuteAsync("UPDATE grayflags.counters SET last = 9223372036854775807 WHERE namespace = $1", _name);

        Assert.That(() => log.TakeNumberAsync("episodes", default), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("counters"));
    }

    private PostgreSqlRolloutLog Log() => new(_source, new PostgreSqlOptions { Document = _name, CommandTimeout = TimeSpan.FromSeconds(30) });

    private PostgreSqlDocumentStore Documents() => new(_source, new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(30) });

    private StoredDocument Document(long version) => new(_name, version, default, "guo", "because", Samples.Bytes(64));
}
