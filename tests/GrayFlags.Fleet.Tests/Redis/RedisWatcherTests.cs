using GrayFlags.Redis.Watching;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>Watches, which the contract lets call without a reason: here each call has one.</summary>
internal sealed class RedisWatcherTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [TestCase("")]
    [TestCase(",channelPrefix=app:")]
    public async Task Change_OfAnother_IsOneCall(string configuration)
    {
        await using var connection = await RedisServer.ConnectAsync(RedisSetUp.Server.Configuration + configuration);
        await using var other = await RedisServer.ConnectAsync(RedisSetUp.Server.Configuration + configuration);
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(connection, options);
        await using var documents = new RedisDocumentStore(connection, options);
        await using var writer = new RedisRolloutLog(other, options);
        await using var publisher = new RedisDocumentStore(other, options);
        var (ofLog, ofDocument) = (0, 0);
        using var watch = log.Watch(() => Interlocked.Increment(ref ofLog));
        using var documentWatch = documents.Watch(options.Document, () => Interlocked.Increment(ref ofDocument));
        await RedisSamples.Settled(() => (Volatile.Read(ref ofLog), Volatile.Read(ref ofDocument)), calls => calls is { Item1: > 1, Item2: > 1 });

        (ofLog, ofDocument) = (0, 0);
        await writer.WriteAsync(RedisSamples.Record(), None);
        await writer.WriteAsync(RedisSamples.Record(revision: 1), None);
        await writer.AddRemovalsAsync([new("checkout", 1, DateTimeOffset.UnixEpoch.AddYears(100), DateTimeOffset.MaxValue)], None);
        await publisher.WriteAsync(RedisSamples.Document(options.Document, 1), 0, None);
        await RedisSamples.Settled(() => (Volatile.Read(ref ofLog), Volatile.Read(ref ofDocument)), calls => calls is { Item1: > 2, Item2: > 0 });

        Assert.That((ofLog, ofDocument), Is.EqualTo((3, 1)));
    }

    [Test]
    public async Task Append_IsNoChange()
    {
        var options = RedisSetUp.NewOptions();
        await using var log = new RedisRolloutLog(RedisSetUp.Connection, options);
        var calls = 0;
        using var watch = log.Watch(() => Interlocked.Increment(ref calls));
        await RedisSamples.Settled(() => Volatile.Read(ref calls), static calls => calls > 1);

        calls = 0;
        await log.AppendAsync(RedisSamples.Batch(1), None);
        await log.WriteAsync(RedisSamples.Record(), None);
        await RedisSamples.Settled(() => Volatile.Read(ref calls), static calls => calls > 0);

        Assert.That(calls, Is.EqualTo(1), "a batch is read within a second anyway");
    }

    // The app's own handlers on the same connection stay.
    [Test]
    public async Task Watch_ThatEnds_LeavesOthersAlone()
    {
        var options = RedisSetUp.NewOptions();
        await using var connection = await RedisSetUp.Server.ConnectAsync();
        await using var first = new RedisRolloutLog(connection, options);
        await using var second = new RedisRolloutLog(connection, options);
        var calls = 0;
        using var watch = second.Watch(() => Interlocked.Increment(ref calls));
        var ended = first.Watch(() => { });
        await RedisSamples.Settled(() => Volatile.Read(ref calls), static calls => calls > 1);

        ended.Dispose();
        await first.DisposeAsync();
        calls = 0;
        await second.WriteAsync(RedisSamples.Record(), None);

        await RedisSamples.Until(() => Volatile.Read(ref calls) == 1, "the other watch was ended, too");
    }

    [Test]
    public void Echo_ThatComesBack_IsNotMissing()
    {
        var echo = new RedisEcho();
        Assert.That(echo.Next(At(0)), Is.EqualTo(1));
        echo.Publish(1, At(0));

        Assert.That(echo.Hear(1), Is.True, "what came before the first echo may have been lost");
        Assert.That(echo.IsMissing(At(100)), Is.False);
        Assert.That(echo.Next(At(2)), Is.Null);
        Assert.That(echo.Next(At(3)), Is.EqualTo(2));
        Assert.That(echo.Hear(2), Is.False, "before the answer of the server");
        echo.Publish(2, At(3));
        Assert.That(echo.IsMissing(At(100)), Is.False);
    }

    [Test]
    public void Echo_ThatDoesNotComeBack_IsMissing_UntilOneDoes()
    {
        var echo = new RedisEcho();
        echo.Publish(echo.Next(At(0))!.Value, At(0));
        echo.Hear(1);
        echo.Publish(echo.Next(At(3))!.Value, At(3));

        Assert.That(echo.IsMissing(At(6)), Is.False);
        Assert.That(echo.IsMissing(At(7)), Is.True, "within nine seconds of the last one that came");
        echo.Publish(echo.Next(At(6))!.Value, At(6));
        Assert.That(echo.IsMissing(At(8)), Is.True, "since the first one that is missing");
        Assert.That(echo.Hear(2), Is.True);
        Assert.That(echo.Hear(3), Is.True);
        Assert.That(echo.IsMissing(At(100)), Is.False);
        Assert.That(echo.Hear(3), Is.False);
    }

    [Test]
    public void Echo_AfterTheServerWasAway_TellsOfTheGap()
    {
        var echo = new RedisEcho();
        echo.Publish(echo.Next(At(0))!.Value, At(0));
        echo.Hear(1);

        echo.Lose();

        Assert.That(echo.IsMissing(At(100)), Is.False, "a server that is away is not one that swallows");
        Assert.That(echo.Next(At(1)), Is.EqualTo(2), "at once");
        echo.Publish(2, At(1));
        Assert.That(echo.Hear(2), Is.True);
        Assert.That(echo.Hear(2), Is.False);
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
