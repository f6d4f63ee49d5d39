using System.Globalization;
using GrayFlags.Redis.Connections;
using GrayFlags.Tests.Kit;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>A user with the permissions that docs/redis.md names, and no others.</summary>
internal sealed class RedisPermissionTests
{
    private const string User = "grayflags";
    private const string Password = "of-a-test";

    // The client itself tries these when it connects, and does without.
    private static readonly string[] OfClient = ["__Booksleeve", "cluster|", "config|get"];

    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task User_WithTheDocumentedPermissions_MayDoEverything()
    {
        await using var server = await RedisServer.StartAsync();
        await using var administrator = await server.ConnectAsync();
        await SetUserAsync(administrator, Documented());
        var logger = new RecordingLogger();
        var redis = RedisConnection.Open(OptionsOf(server), logger);
        await using var log = new RedisRolloutLog(redis);
        await using var documents = new RedisDocumentStore(redis);
        var calls = 0;
        using var watch = log.Watch(() => Interlocked.Increment(ref calls));
        var at = DateTimeOffset.UnixEpoch.AddYears(100);
        await administrator.GetDatabase().ExecuteAsync("ACL", "LOG", "RESET");

        await log.WriteAsync(RedisSamples.Record(), None);
        await log.AddRemovalsAsync([new("checkout", 1, at, at.AddDays(1)), new("checkout", 2, DateTimeOffset.UnixEpoch, default)], None);
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await log.TakeNumberAsync("members", None);
        await log.WriteCheckpointAsync(new RolloutCheckpoint { Flag = "checkout", Id = "2026-1", Attempt = 1, Position = 1 }, None);
        await documents.WriteAsync(RedisSamples.Document("default", 1), 0, None);
        await documents.JoinAsync("default", new DocumentMember("a", 1, 1, "1.0.0"), None);

        Assert.That(await log.ReadAsync(None), Has.Count.EqualTo(1));
        Assert.That((await log.ReadRemovalsAsync(0, None)).Removals, Has.Count.EqualTo(1));
        Assert.That((await log.ReadLogAsync(1, None)).Entries, Has.Count.EqualTo(1));
        Assert.That((await log.ReadLogAsync(2, None)).Last, Is.EqualTo(1));
        Assert.That(await log.ReadCheckpointAsync("checkout", "2026-1", 1, None), Is.Not.Null);
        Assert.That(await log.ReadCheckpointHeadAsync("checkout", "2026-1", 1, None), Is.Not.Null);
        Assert.That(await documents.ReadAsync("default", null, None), Is.Not.Null);
        Assert.That(await documents.ReadAsync("default", 1, None), Is.Not.Null);
        Assert.That(await documents.ReadLatestAsync("default", None), Is.Not.Null);
        Assert.That(await documents.ReadHistoryAsync("default", 9, 5, None), Has.Count.EqualTo(1));
        Assert.That(await documents.ReadMembersAsync("default", None), Has.Count.EqualTo(1));
        await log.TrimAsync(2, None);
        await redis.MemoryAsked;
        await RedisSamples.Until(() => Volatile.Read(ref calls) > 0, "the watch did not begin");
        calls = 0;
        await log.WriteAsync(RedisSamples.Record(revision: 1), None);
        await RedisSamples.Until(() => Volatile.Read(ref calls) > 0, "the write was not heard");

        var refused = (RedisResult[])(await administrator.GetDatabase().ExecuteAsync("ACL", "LOG"))!;
        Assert.That(
            refused.Select(entry => $"{entry[3]} {entry[7]}").Where(asked => !Array.Exists(OfClient, asked.Contains)),
            Is.Empty,
            "nothing that the store asks for is refused");
        Assert.That(logger.Entries, Is.Empty);
    }

    [TestCase("FLUSHALL")]
    [TestCase("FLUSHDB")]
    [TestCase("SWAPDB 0 1")]
    [TestCase("SHUTDOWN NOSAVE")]
    [TestCase("CONFIG SET maxmemory 1")]
    [TestCase("CONFIG GET requirepass")]
    [TestCase("ACL LIST")]
    [TestCase("ACL SETUSER grayflags +@all")]
    [TestCase("MONITOR")]
    [TestCase("CLIENT LIST")]
    [TestCase("CLIENT KILL TYPE normal")]
    [TestCase("SCRIPT FLUSH")]
    [TestCase("FUNCTION FLUSH")]
    [TestCase("REPLICAOF NO ONE")]
    [TestCase("KEYS *")]
    [TestCase("SCAN 0")]
    [TestCase("RANDOMKEY")]
    [TestCase("DEL grayflags:{default}:rollouts:records")]
    [TestCase("RENAME grayflags:{default}:rollouts:records other")]
    [TestCase("RESTORE grayflags:x 0 x")]
    [TestCase("GET sessions:1")]
    [TestCase("SET sessions:1 x")]
    [TestCase("HGETALL sessions:1")]
    [TestCase("HSET sessions:1 a b")]
    [TestCase("XADD sessions:1 * a b")]
    [TestCase("PUBLISH sessions x")]
    [TestCase("EVAL return(redis.call('GET','sessions:1')) 0")]
    [TestCase("EVAL return(redis.call('SET',KEYS[1],'x')) 1 sessions:1")]
    [TestCase("EVAL return(redis.call('FLUSHALL')) 0")]
    [TestCase("EVAL return(redis.call('DEL',KEYS[1])) 1 grayflags:{default}:rollouts:records")]
    public async Task User_WithTheDocumentedPermissions_MayDoNothingElse(string command)
    {
        await using var administrator = await RedisSetUp.Server.ConnectAsync();
        await SetUserAsync(administrator, Documented());
        var options = ConfigurationOptions.Parse(OptionsOf(RedisSetUp.Server).Configuration!);
        options.AllowAdmin = true;
        await using var user = await ConnectionMultiplexer.ConnectAsync(options);
        var words = command.Split(' ');

        Assert.That(
            () => user.GetDatabase().ExecuteAsync(words[0], words[1..]),
            Throws.InstanceOf<RedisServerException>().With.Message.Contains("NOPERM").Or.Message.Contains("script can't").Or.Message.Contains("ACL failure"));
    }

    [Test]
    public async Task User_WithoutPermissionToWrite_IsToldSo()
    {
        await using var server = await RedisServer.StartAsync();
        await using var administrator = await server.ConnectAsync();
        await SetUserAsync(administrator, [.. Documented(), "-xadd"]);
        await using var log = new RedisRolloutLog(RedisConnection.Open(OptionsOf(server), new RecordingLogger()));

        Assert.That(
            () => log.AppendAsync(RedisSamples.Batch(1), None),
            Throws.InstanceOf<IOException>().With.Message.Contains("docs/redis.md").And.Message.Not.Contains(Password));
    }

    [Test]
    public async Task NodesThatDoNotPublish_DoAllElse()
    {
        await using var server = await RedisServer.StartAsync();
        await using var administrator = await server.ConnectAsync();
        await SetUserAsync(administrator, Documented());
        await PublishAsync(server, 1);
        await SetUserAsync(administrator, [.. Documented(), "resetkeys", .. Permissions("%R~grayflags:* ~")]);
        var redis = RedisConnection.Open(OptionsOf(server), new RecordingLogger());
        await using var log = new RedisRolloutLog(redis);
        await using var documents = new RedisDocumentStore(redis);

        await documents.JoinAsync("default", new DocumentMember("a", 1, 1, "1.0.0"), None);
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await log.WriteAsync(RedisSamples.Record(), None);
        Assert.That(await documents.ReadMembersAsync("default", None), Has.Count.EqualTo(1));
        Assert.That((await documents.ReadLatestAsync("default", None))!.Version, Is.EqualTo(1));
        Assert.That((await log.ReadLogAsync(1, None)).Entries, Has.Count.EqualTo(1));
        Assert.That(() => PublishAsync(server, 2), Throws.InstanceOf<IOException>().With.Message.Contains("docs/redis.md"));
    }

    [Test]
    public async Task Pipeline_Publishes_AndTouchesNoRollout()
    {
        await using var server = await RedisServer.StartAsync();
        await using var administrator = await server.ConnectAsync();
        await SetUserAsync(administrator, Permissions("ACL SETUSER pipeline ")[6..]);
        await PublishAsync(server, 1);
        await PublishAsync(server, 2);
        var redis = RedisConnection.Open(OptionsOf(server), new RecordingLogger());
        await using var log = new RedisRolloutLog(redis);
        await using var documents = new RedisDocumentStore(redis);

        Assert.That(await documents.ReadHistoryAsync("default", 9, 5, None), Has.Count.EqualTo(2));
        Assert.That(await documents.ReadMembersAsync("default", None), Is.Empty);
        Assert.That(() => documents.JoinAsync("default", new DocumentMember("a", 1, 1, "1.0.0"), None), Throws.InstanceOf<IOException>());
        Assert.That(() => log.WriteAsync(RedisSamples.Record(), None), Throws.InstanceOf<IOException>());
        Assert.That(() => log.AppendAsync(RedisSamples.Batch(1), None), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task UserWhoOnlyReads_FollowsRules_AndWritesNothing()
    {
        await using var server = await RedisServer.StartAsync();
        await using var administrator = await server.ConnectAsync();
        await SetUserAsync(administrator, Documented());
        await PublishAsync(server, 1);
        await SetUserAsync(administrator, [.. Documented(), "resetkeys", "%R~grayflags:*"]);
        await administrator.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");
        await using var documents = new RedisDocumentStore(RedisConnection.Open(OptionsOf(server), new RecordingLogger()));

        Assert.That((await documents.ReadLatestAsync("default", None))!.Version, Is.EqualTo(1));
        Assert.That((await documents.ReadAsync("default", 1, None))!.Version, Is.EqualTo(1));
        Assert.That(await documents.ReadHistoryAsync("default", 9, 5, None), Has.Count.EqualTo(1));
        Assert.That(await documents.ReadMembersAsync("default", None), Is.Empty);
        Assert.That(() => PublishAsync(server, 2), Throws.InstanceOf<IOException>().With.Message.Contains("docs/redis.md"));
        Assert.That(() => documents.JoinAsync("default", new DocumentMember("a", 1, 1, "1.0.0"), None), Throws.InstanceOf<IOException>());
    }

    // Nothing that is published arrives.
    [Test]
    public async Task User_WithoutChannels_IsCalledEverySecond_AndToldOnce()
    {
        await using var server = await RedisServer.StartAsync();
        await using var administrator = await server.ConnectAsync();
        await SetUserAsync(administrator, [.. Documented(), "resetchannels"]);
        var logger = new RecordingLogger();
        await using var log = new RedisRolloutLog(RedisConnection.Open(OptionsOf(server), logger));
        var calls = 0;
        using var watch = log.Watch(() => Interlocked.Increment(ref calls));

        Assert.That((await log.WriteAsync(RedisSamples.Record(), None)).IsWritten, Is.True, "a write needs no channel");
        await RedisSamples.Until(() => Volatile.Read(ref calls) >= 3, "nobody was called");

        Assert.That(logger.Entries.Count(entry => entry.Message.Contains("every second", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private static RedisOptions OptionsOf(RedisServer server) => new()
    {
        Configuration = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port},user={User},password={Password}"),
        CommandTimeout = TimeSpan.FromSeconds(30),
    };

    private static Task<RedisResult> SetUserAsync(ConnectionMultiplexer administrator, string[] permissions) =>
        administrator.GetDatabase().ExecuteAsync("ACL", (object[])["SETUSER", User, "reset", "on", ">" + Password, .. permissions]);

    private static async Task PublishAsync(RedisServer server, int version)
    {
        await using var documents = new RedisDocumentStore(RedisConnection.Open(OptionsOf(server), new RecordingLogger()));
        Assert.That((await documents.WriteAsync(RedisSamples.Document("default", version), version - 1, None)).IsWritten, Is.True);
    }

    // What stands behind the password.
    private static string[] Documented() => Permissions("ACL SETUSER grayflags ")[6..];

    // The line of the page that begins so.
    private static string[] Permissions(string start) => File.ReadLines(Repository.PathOf("docs/redis.md"))
        .Single(line => line.StartsWith(start, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
