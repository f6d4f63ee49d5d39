using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>A watch goes on through whatever happens to its connection.</summary>
internal sealed class PostgreSqlWatchTests
{
    private const int Lost = 600;
    private const int Swallowed = 602;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Listener_Killed_CallsBackWhenItIsThereAgainAndHearsOn()
    {
        using var logs = new RecordingLoggerFactory();
        var application = $"watch {Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString() + $";Application Name={application}");
        await using var store = new PostgreSqlDocumentStore(source, new PostgreSqlOptions(), logs.CreateLogger<PostgreSqlDocumentStore>());
        var (name, ear, version) = ($"killed {Guid.NewGuid():N}", new Ear(), 0L);
        using var watch = store.Watch(name, ear.Changed);
        Assert.That(await ear.HearsAsync(WriteAsync));
        ear.Forget();

        // With it those that are idle in the pool.
        var killed = await PostgresSetUp.Server.AskAsync<long>(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1", application);

        Assert.That(killed, Is.Positive);
        Assert.That(await ear.HearsAsync(Long), "nobody has written: the watch calls because it may have missed something");
        Assert.That(await ear.HearsAsync(WriteAsync));
        Assert.That(logs.Entries.Count(entry => entry.EventId.Id == Lost), Is.EqualTo(1));
        Assert.That(logs.Entries.Select(entry => entry.EventId.Id), Does.Not.Contain(Swallowed));

        async Task WriteAsync()
        {
            version++;
            await store.WriteAsync(new StoredDocument(name, version, default, "guo", "", Samples.Bytes(1)), version - 1, default);
        }
    }

    [Test]
    public async Task Pooler_SwallowsNotifications_SaidOnceAndCalledEverySecond()
    {
        using var logs = new RecordingLoggerFactory();
        await using var proxy = new PostgresProxy(PostgresSetUp.Server.Port) { LosesNotifications = true };
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(port: proxy.Port));
        var options = new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var store = new PostgreSqlDocumentStore(source, options, logs.CreateLogger<PostgreSqlDocumentStore>());
        var ear = new Ear();
        using var watch = store.Watch("swallowed", ear.Changed);

        await Eventually.TrueAsync(() => logs.Entries.Any(entry => entry.EventId.Id == Swallowed), "it is said");
        ear.Forget();

        Assert.That(await ear.HearsAsync(Long));
        Assert.That(await ear.HearsAsync(Long));
        Assert.That(logs.Entries.Select(entry => (entry.EventId.Id, entry.Level)), Is.EqualTo(new[] { (Swallowed, LogLevel.Warning) }));
    }

    // As after a pause of the process: what is there to be read has its probe behind something else.
    [Test]
    public async Task Probe_ArrivedAndNotRead_IsNotSwallowed()
    {
        using var logs = new RecordingLoggerFactory();
        await using var proxy = new PostgresProxy(PostgresSetUp.Server.Port) { HoldsBack = "probe:" };
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(port: proxy.Port));
        var options = new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var store = new PostgreSqlDocumentStore(source, options, logs.CreateLogger<PostgreSqlDocumentStore>());
        var (name, ear) = ($"held {Guid.NewGuid():N}", new Ear());
        using var watch = store.Watch(name, ear.Changed);

        // So often that the connection is never silent long enough to be asked whether it is there.
        await Eventually.TrueAsync(
            async () =>
            {
                await PostgresSetUp.Server.ExecuteAsync("SELECT pg_notify('grayflags', $1)", $"document:{name}");
                await ear.HearsAsync(TimeSpan.FromMilliseconds(200));
                return proxy.Released > 0 || logs.Entries.Any(entry => entry.EventId.Id == Swallowed);
            },
            "the probe is asked for, or given up");

        Assert.That(logs.Entries.Select(entry => entry.EventId.Id), Does.Not.Contain(Swallowed));
    }

    // No connection of it can wait for anything.
    [Test]
    public async Task DataSource_Multiplexes_CalledEverySecond()
    {
        using var logs = new RecordingLoggerFactory();
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString() + ";Multiplexing=true");
        await using var log = new PostgreSqlRolloutLog(source, new PostgreSqlOptions { Document = "multiplexed" }, logs.CreateLogger<PostgreSqlRolloutLog>());
        var ear = new Ear();
        using var watch = log.Watch(ear.Changed);

        Assert.That(await ear.HearsAsync(Long));
        Assert.That(await ear.HearsAsync(Long));
        Assert.That(logs.Entries.Select(entry => entry.EventId.Id), Is.EqualTo(new[] { Swallowed }));
    }

    [Test]
    public async Task Store_Disposed_NoConnectionIsLeftAndNoCallIsTaken()
    {
        var application = $"disposed {Guid.NewGuid():N}";
        var store = new PostgreSqlDocumentStore(new PostgreSqlOptions
        {
            ConnectionString = PostgresSetUp.Server.ConnectionString() + $";Application Name={application}",
        });
        var ear = new Ear();
        using var watch = store.Watch("disposed", ear.Changed);
        Assert.That(await ear.HearsAsync(Long));

        await store.DisposeAsync();
        await store.DisposeAsync();

        await Eventually.TrueAsync(
            async () => await PostgresSetUp.Server.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", application) == 0,
            "its connections are closed");
        Assert.That(() => store.ReadLatestAsync("disposed", default), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => store.Watch("disposed", ear.Changed), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Callback_Throws_OthersHearAndItIsLogged()
    {
        using var logs = new RecordingLoggerFactory();
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString());
        await using var log = new PostgreSqlRolloutLog(source, new PostgreSqlOptions { Document = "throws" }, logs.CreateLogger<PostgreSqlRolloutLog>());
        var ear = new Ear();
        using var broken = log.Watch(static () => throw new InvalidOperationException("a callback of the test"));
        using var watch = log.Watch(ear.Changed);

        Assert.That(await ear.HearsAsync(Long));
        Assert.That(logs.Entries, Has.Some.Matches<LogEntry>(entry => entry.EventId.Id == 603));
    }
}
