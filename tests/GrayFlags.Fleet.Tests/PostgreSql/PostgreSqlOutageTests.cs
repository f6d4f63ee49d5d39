using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The server is frozen, killed and restarted: calls end in time, and go on when it is back.</summary>
[NonParallelizable]
internal sealed class PostgreSqlOutageTests
{
    private const int Lost = 600;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Test]
    [CancelAfter(120_000)]
    public async Task Server_Frozen_CallsEndAndGoOnAfterwards()
    {
        using var logs = new RecordingLoggerFactory();
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString());
        await using var log = new PostgreSqlRolloutLog(
            source,
            new PostgreSqlOptions { Document = $"frozen {Guid.NewGuid():N}", CommandTimeout = TimeSpan.FromMilliseconds(500) },
            logs.CreateLogger<PostgreSqlRolloutLog>());
        var (ear, unit) = (new Ear(), 0UL);
        using var watch = log.Watch(ear.Changed);
        Assert.That(await ear.HearsAsync(Long));
        await log.AppendAsync(Samples.Batch(1, 1), default);

        await PostgresSetUp.Server.FreezeAsync();
        try
        {
            Assert.That(() => log.AppendAsync(Samples.Batch(1, 2), default), Throws.InstanceOf<TimeoutException>());
            Assert.That(() => log.ReadLogAsync(1, default), Throws.InstanceOf<TimeoutException>());
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            Assert.That(() => log.ReadLogAsync(1, stop.Token), Throws.InstanceOf<OperationCanceledException>());
            await Eventually.TrueAsync(() => logs.Entries.Any(entry => entry.EventId.Id == Lost), "the listener notices it");
            ear.Forget();
        }
        finally
        {
            await PostgresSetUp.Server.ThawAsync();
        }

        Assert.That(await ear.HearsAsync(Long), "it calls when the connection is there again");
        await Eventually.AnswersAsync(
            async () =>
            {
                await log.AppendAsync(Samples.Batch(1, 2), default);
                return true;
            },
            "calls go on");
        var sequences = (await log.ReadLogAsync(1, default)).Entries.Select(entry => entry.Batch.Sequence);
        Assert.That(sequences, Is.EqualTo(new[] { 1L, 2L }), "though one may have arrived late");
        Assert.That(await ear.HearsAsync(() => log.AddRemovalsAsync([new RolloutRemoval("a", ++unit, Samples.Noon, Samples.Noon.AddYears(90))], default)));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Server_Restarted_TheNextCallSucceeds()
    {
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString());
        await using var log = new PostgreSqlRolloutLog(
            source, new PostgreSqlOptions { Document = $"restarted {Guid.NewGuid():N}", CommandTimeout = TimeSpan.FromSeconds(30) });
        var ear = new Ear();
        using var watch = log.Watch(ear.Changed);
        Assert.That(await ear.HearsAsync(Long));
        var connections = new List<NpgsqlConnection>();
        for (var idle = 0; idle < 8; idle++)
        {
            connections.Add(await source.OpenConnectionAsync());
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        await log.AppendAsync(Samples.Batch(1, 1), default);
        ear.Forget();

        PostgresSetUp.Server.Kill();
        Assert.That(() => log.AppendAsync(Samples.Batch(1, 2), default), Throws.InstanceOf<IOException>().Or.InstanceOf<TimeoutException>());
        await PostgresSetUp.Server.RunAsync();

        await log.AppendAsync(Samples.Batch(1, 2), default);
        Assert.That((await log.ReadLogAsync(1, default)).Entries.Select(entry => entry.Batch.Sequence), Is.EqualTo(new[] { 1L, 2L }));
        Assert.That(await ear.HearsAsync(Long), "the watch is there again");
    }

    // All idle connections of the pool are dead, and nobody was told.
    [Test]
    [CancelAfter(120_000)]
    public async Task Server_RestartedBetweenCalls_NoCallFails()
    {
        await using var source = NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString());
        await using var log = new PostgreSqlRolloutLog(
            source, new PostgreSqlOptions { Document = $"between {Guid.NewGuid():N}", CommandTimeout = TimeSpan.FromSeconds(30) });
        await Task.WhenAll(Enumerable.Range(1, 8).Select(member => log.AppendAsync(Samples.Batch(member, 1), default)));

        PostgresSetUp.Server.Kill();
        await PostgresSetUp.Server.RunAsync();

        for (var member = 1; member <= 8; member++)
        {
            await log.AppendAsync(Samples.Batch(member, 2), default);
        }

        Assert.That((await log.ReadLogAsync(1, default)).Last, Is.EqualTo(16));
    }
}
