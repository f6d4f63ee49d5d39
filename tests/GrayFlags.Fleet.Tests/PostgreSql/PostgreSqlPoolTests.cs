using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.PostgreSql.Connections;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>A pool that is used up is named, and the connection that listens does not use one up.</summary>
internal sealed class PostgreSqlPoolTests
{
    private const int PoolOfOne = 604;

    [TestCase(1, 15)]
    [TestCase(2, 1)]
    public async Task Pool_UsedUp_IsNamedWithItsSize_AndWithoutTheConnectionString(int seconds, int npgsqlsOwn)
    {
        var connection = PostgresSetUp.Server.ConnectionString() + $";Maximum Pool Size=2;Timeout={npgsqlsOwn}";
        await using var source = NpgsqlDataSource.Create(connection);
        await using var store = new PostgreSqlDocumentStore(source, new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(30) });
        Assert.That(await store.ReadLatestAsync("pool", default), Is.Null);
        await using var impatient = new PostgreSqlDocumentStore(source, new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(seconds) });
        await using var one = await source.OpenConnectionAsync();
        await using var other = await source.OpenConnectionAsync();

        Assert.That(
            () => impatient.ReadLatestAsync("pool", default),
            Throws.InstanceOf(npgsqlsOwn < seconds ? typeof(IOException) : typeof(TimeoutException))
                .With.Message.Contains("pool (Maximum Pool Size=2) are in use").And.Message.Not.Contains("Host").And.Message.Not.Contains("s3cret"));

        // A caller that leaves gets no other exception than before.
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));
        Assert.That(() => store.ReadLatestAsync("pool", stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Pool_OfOneConnection_IsLeftToCalls_AndChangesAreLookedForEverySecond()
    {
        using var logs = new RecordingLoggerFactory();
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString() + ";Maximum Pool Size=1");
        await using var store = new PostgreSqlDocumentStore(
            source, new PostgreSqlOptions { CommandTimeout = TimeSpan.FromSeconds(30) }, logs.CreateLogger<PostgreSqlDocumentStore>());
        var (name, ear) = ($"alone {Guid.NewGuid():N}", new Ear());
        using var watch = store.Watch(name, ear.Changed);

        Assert.That(await ear.HearsAsync(TimeSpan.FromMinutes(1)));
        Assert.That((await store.WriteAsync(new StoredDocument(name, 1, default, "guo", "", Samples.Bytes(1)), 0, default)).IsWritten);
        ear.Forget();
        Assert.That(await ear.HearsAsync(TimeSpan.FromMinutes(1)));
        Assert.That((await store.ReadLatestAsync(name, default))?.Version, Is.EqualTo(1));
        Assert.That(logs.Entries.Select(static entry => (entry.EventId.Id, entry.Level)), Is.EqualTo(new[] { (PoolOfOne, LogLevel.Warning) }));
    }

    // Closed while it was still asked, it read the answer to something else, and nobody looked at what that threw.
    [Test]
    public async Task Connection_ThatIsGivenUp_IsClosedOnceNothingRunsOnIt_AndThrowsNothing()
    {
        var (connection, running) = (new Broken(), new TaskCompletionSource());

        var discarded = PostgreSqlListener.DiscardAsync(connection, running.Task);
        Assert.That((discarded.IsCompleted, connection.IsDisposed), Is.EqualTo((false, false)));

        running.SetException(new NpgsqlException("Received backend message ParseComplete while expecting ReadyForQueryMessage."));
        await discarded;

        Assert.That(connection.IsDisposed);
    }

    private sealed class Broken : IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            throw new NpgsqlException("It is broken.");
        }
    }
}
