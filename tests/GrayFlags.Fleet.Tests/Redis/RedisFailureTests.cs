using System.Collections.Concurrent;
using System.Globalization;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Redis.Connections;
using GrayFlags.Tests.Kit;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>The stores on a server that fails, is harmed, or refuses: each test has one of its own.</summary>
internal sealed class RedisFailureTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task Listener_ThatIsKilled_HearsAgain()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        await using var other = await server.ConnectAsync();
        await using var log = new RedisRolloutLog(connection);
        await using var writer = new RedisRolloutLog(other);
        var calls = 0;
        using var watch = log.Watch(() => Interlocked.Increment(ref calls));
        await RedisSamples.Settled(() => Volatile.Read(ref calls), static calls => calls > 1);

        calls = 0;
        await other.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await other.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await RedisSamples.Settled(() => Volatile.Read(ref calls), static calls => calls > 0);

        calls = 0;
        await RedisSamples.Answer(() => writer.WriteAsync(RedisSamples.Record(), None));
        await RedisSamples.Until(() => Volatile.Read(ref calls) > 0, "the write was not heard");
    }

    // Each node looks twice a minute, for each rollout.
    [Test]
    public async Task CheckpointHead_OfAMegabyte_IsSomeHundredBytes()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        await using var log = new RedisRolloutLog(connection);
        await RedisSamples.Answer(() => log.WriteCheckpointAsync(Samples.LargeCheckpoint(), None));
        await log.ReadCheckpointHeadAsync("a", "b", 1, None);
        var before = await BytesAsync(connection);

        for (var look = 0; look < 100; look++)
        {
            Assert.That(await log.ReadCheckpointHeadAsync("a", "b", 1, None), Has.Property(nameof(RolloutCheckpointHead.IsWhole)).True);
        }

        var bytes = await BytesAsync(connection) - before;
        TestContext.Out.WriteLine($"{bytes / 100} bytes each");
        Assert.That(bytes, Is.InRange(1, 100 * 1_000));
    }

    [Test]
    public async Task Server_ThatIsFrozen_FailsInTime_AndIsThereAgain()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        var options = new RedisOptions { CommandTimeout = TimeSpan.FromMilliseconds(300) };
        await using var log = new RedisRolloutLog(connection, options);
        await using var documents = new RedisDocumentStore(connection, options);
        await RedisSamples.Answer(() => log.WriteAsync(RedisSamples.Record(), None));
        await RedisSamples.Answer(() => documents.WriteAsync(RedisSamples.Document("shop", 1), 0, None));

        server.Freeze();
        Func<Task>[] calls =
        [
            () => log.ReadAsync(None),
            () => log.AppendAsync(RedisSamples.Batch(1), None),
            () => log.ReadCheckpointAsync("checkout", "1", 1, None),
            () => log.ReadCheckpointHeadAsync("checkout", "1", 1, None),
            () => documents.ReadAsync("shop", null, None),
        ];
        foreach (var call in calls)
        {
            Assert.That(call, Throws.InstanceOf<TimeoutException>().With.Message.Contains("0.3 s"));
        }

        using var token = new CancellationTokenSource();
        var reading = log.ReadAsync(token.Token);
        await token.CancelAsync();
        Assert.That(() => reading, Throws.InstanceOf<OperationCanceledException>());

        server.Thaw();
        Assert.That(await RedisSamples.Answer(() => log.ReadAsync(None)), Has.Count.EqualTo(1));
        Assert.That(await RedisSamples.Answer(() => documents.ReadLatestAsync("shop", None)), Is.Not.Null);
    }

    [Test]
    public async Task Server_ThatStartsAgainWithItsData_GoesOn()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var connection = await server.ConnectAsync();
        await using var log = new RedisRolloutLog(connection);
        var written = await log.WriteAsync(RedisSamples.Record(), None);
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await log.AppendAsync(RedisSamples.Batch(2), None);
        var number = await log.TakeNumberAsync("alone", None);

        await server.RestartAsync();

        Assert.That((await RedisSamples.Answer(() => log.ReadAsync(None)))[0].Revision, Is.EqualTo(written.Current.Revision));
        await log.AppendAsync(RedisSamples.Batch(2), None);
        await log.AppendAsync(RedisSamples.Batch(3), None);
        var page = await log.ReadLogAsync(1, None);
        Assert.That(page.Entries.Select(entry => (entry.Position, entry.Batch.Sequence)), Is.EqualTo(new[] { (1L, 1L), (2L, 2L), (3L, 3L) }));
        Assert.That(await log.TakeNumberAsync("alone", None), Is.EqualTo(number + 1));
    }

    [Test]
    public async Task Server_ThatStartsAgainWithoutItsData_IsEmpty_AndTakesEverything()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        await using var log = new RedisRolloutLog(connection);
        await using var documents = new RedisDocumentStore(connection);
        await log.WriteAsync(RedisSamples.Record(), None);
        await log.ReadAsync(None);
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await log.AppendAsync(RedisSamples.Batch(2), None);
        var before = await log.TakeNumberAsync("members", None);
        await documents.WriteAsync(RedisSamples.Document("shop", 5), 0, None);

        await server.RestartAsync();

        Assert.That(await RedisSamples.Answer(() => log.ReadAsync(None)), Is.Empty);
        Assert.That((await log.ReadLogAsync(2, None)).Last, Is.Zero, "a log that ends before what was read: the core begins anew");
        Assert.That(await log.TakeNumberAsync("members", None), Is.GreaterThan(before));
        Assert.That(await documents.ReadLatestAsync("shop", None), Is.Null);
        await log.AppendAsync(RedisSamples.Batch(3), None);
        Assert.That((await log.ReadLogAsync(1, None)).Entries.Select(entry => (entry.Position, entry.Batch.Sequence)), Is.EqualTo(new[] { (1L, 3L) }));
    }

    [Test]
    public async Task Scripts_ThatAreFlushed_AreSentAgain()
    {
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, RedisSetUp.NewOptions());
        await log.AppendAsync(RedisSamples.Batch(1), None);

        for (var sequence = 2; sequence <= 4; sequence++)
        {
            await RedisSetUp.Connection.GetServers()[0].ScriptFlushAsync();
            await log.AppendAsync(RedisSamples.Batch(sequence), None);
        }

        Assert.That((await log.ReadLogAsync(1, None)).Last, Is.EqualTo(4));
    }

    [Test]
    public async Task Replica_IsRefused_WithAdvice()
    {
        var primary = RedisSetUp.Server.Port.ToString(CultureInfo.InvariantCulture);
        await using var replica = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {primary}");
        await using var connection = await replica.ConnectAsync();
        await using var log = new RedisRolloutLog(connection);

        Assert.That(
            () => log.WriteAsync(RedisSamples.Record(), None),
            Throws.InstanceOf<IOException>().With.Message.Contains("read-only replica").And.Message.Contains("primary"));
    }

    [Test]
    public async Task Memory_ThatIsFull_IsSaid()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await server.ConnectAsync();
        await using var log = new RedisRolloutLog(connection);
        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        Assert.That(() => log.WriteAsync(RedisSamples.Record(), None), Throws.InstanceOf<IOException>().With.Message.Contains("maxmemory"));

        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.That((await log.WriteAsync(RedisSamples.Record(), None)).IsWritten, Is.True);
    }

    [TestCase("0", "allkeys-lru", 0)]
    [TestCase("100mb", "noeviction", 0)]
    [TestCase("100mb", "allkeys-lru", 1)]
    [TestCase("100mb", "volatile-ttl", 1)]
    public async Task Memory_ThatMayBeEvicted_IsSaidOnce(string maxmemory, string policy, int lines)
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", maxmemory, "--maxmemory-policy", policy);

        // As apps connect, and not as the tests do, who may do what an administrator may.
        await using var connection = await RedisServer.ConnectAsync(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port},abortConnect=false"));
        var logger = new RecordingLogger();
        var redis = RedisConnection.Of(connection, new RedisOptions(), logger);
        await using var log = new RedisRolloutLog(redis);

        await log.ReadAsync(None);
        await redis.MemoryAsked;
        await log.ReadAsync(None);
        await redis.MemoryAsked;

        Assert.That(logger.Entries.Count(entry => entry.Message.Contains(policy, StringComparison.Ordinal)), Is.EqualTo(lines));
        Assert.That(logger.Entries, Has.Count.EqualTo(lines));
    }

    [TestCase("READONLY You can't write against a read only replica.", "primary")]
    [TestCase("OOM command not allowed when used memory > 'maxmemory'.", "memory")]
    [TestCase("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", "disk")]
    [TestCase("NOPERM this user has no permissions to run the 'evalsha' command", "docs/redis.md")]
    [TestCase("ERR ACL failure in script: User x has no permissions to run the 'xadd' command", "docs/redis.md")]
    [TestCase("ERR Invalid stream ID specified as stream command argument", "7.0")]
    [TestCase("WRONGTYPE Operation against a key holding the wrong kind of value", "KeyPrefix")]
    [TestCase("ERR something else", "something else")]
    public void Refusal_SaysWhatToDo(string said, string advice) =>
        Assert.That(RedisFailure.Refusal(said).Message, Does.Contain(advice).And.Contains(said));

    [Test]
    public async Task Password_IsInNoMessage()
    {
        const string secret = "xyzzy-hunter2";
        await using var server = await RedisServer.StartAsync("--requirepass", "another");
        string[] configurations =
        [
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port},password={secret},connectTimeout=500,connectRetry=1"),
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port},user=nobody,password={secret},connectTimeout=500,connectRetry=1"),
            $"127.0.0.1:1,password={secret},connectTimeout=300,connectRetry=1",
        ];
        foreach (var configuration in configurations)
        {
            var logger = new RecordingLogger();
            var options = new RedisOptions { Configuration = configuration, CommandTimeout = TimeSpan.FromMilliseconds(800) };
            await using var log = new RedisRolloutLog(RedisConnection.Open(options, logger));
            var failure = Assert.CatchAsync<Exception>(() => log.ReadAsync(None))!;

            Assert.That(failure, Is.InstanceOf<IOException>().Or.InstanceOf<TimeoutException>());
            Assert.That(failure.ToString(), Does.Not.Contain(secret));
            Assert.That(logger.Entries.Select(entry => entry.Message), Has.None.Contains(secret));
        }
    }

    [TestCase("no-such-host.invalid:6379", "has no address")]
    [TestCase("127.0.0.1:1", "refuses connections at its port")]
    [TestCase("127.0.0.1:{0},password=xyzzy", "the user or the password")]
    [TestCase("127.0.0.1:{0},user=nobody,password=xyzzy", "the user or the password")]
    [TestCase("127.0.0.1:{0}", "the user or the password")]
    public async Task Connection_ThatDoesNotCome_SaysWhy(string configuration, string reason)
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "another");
        var options = new RedisOptions
        {
            Configuration = string.Format(CultureInfo.InvariantCulture, configuration, server.Port) + ",connectTimeout=500,connectRetry=1",
            CommandTimeout = TimeSpan.FromSeconds(1),
        };
        await using var log = new RedisRolloutLog(RedisConnection.Open(options, new RecordingLogger()));

        var failure = Assert.CatchAsync<Exception>(() => log.ReadAsync(None))!;

        Assert.That(failure.Message, Does.Contain(reason).And.Not.Contain("xyzzy"));
    }

    [TestCase("redis,password=a,xyzzy=hunter2")]
    [TestCase("redis,password=xyzzy,connectTimeout=xyzzy")]
    [TestCase("password=xyzzy")]
    public void Configuration_ThatCannotBeRead_IsNotShown(string configuration)
    {
        var failure = Assert.Throws<ArgumentException>(() => RedisConfiguration.Parse(configuration, TimeSpan.FromSeconds(1)))!;

        Assert.That(failure.ToString(), Does.Not.Contain("xyzzy"));
    }

    [Test]
    public async Task Writers_FiftyAtOnce_EachWriteIsOfOneRevision()
    {
        const int writers = 50;
        const int writesOfEach = 5;
        var options = RedisSetUp.NewOptions();
        await using var connection = await RedisSetUp.Server.ConnectAsync();
        var revisions = new ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            await using var log = new RedisRolloutLog(writer % 2 == 0 ? connection : RedisSetUp.Connection, options);
            var revision = 0L;
            for (var written = 0; written < writesOfEach;)
            {
                var write = await log.WriteAsync(RedisSamples.Record(revision: revision), None);
                revision = write.Current.Revision;
                if (write.IsWritten)
                {
                    written++;
                    revisions.Add(revision);
                }
            }
        }));

        Assert.That(revisions.Order(), Is.EqualTo(Enumerable.Range(1, writers * writesOfEach)));
    }

    private static async Task<long> BytesAsync(ConnectionMultiplexer connection)
    {
        var text = (string)(await connection.GetDatabase().ExecuteAsync("INFO", "stats"))!;
        return text.Split('\n').Where(static line => line.StartsWith("total_net_input_bytes:", StringComparison.Ordinal)
            || line.StartsWith("total_net_output_bytes:", StringComparison.Ordinal))
            .Sum(static line => long.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), CultureInfo.InvariantCulture));
    }
}
