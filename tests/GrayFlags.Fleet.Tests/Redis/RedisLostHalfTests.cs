using GrayFlags.Fleet.Tests.Contract;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>Keys that the server has evicted, or somebody has deleted.</summary>
[TestFixture]
internal sealed class RedisLostHalfTests : LostHalfContract
{
    protected override string Address => $"redis://127.0.0.1:{RedisSetUp.Server.Port}";

    protected override IDocumentStore Open() => new RedisDocumentStore(RedisSetUp.NextConnection(), RedisSetUp.OptionsOf("any"));

    protected override void AddStore(IGrayFlagsBuilder builder, string document) => builder.AddRedis(options =>
    {
        options.Configuration = RedisSetUp.Server.Configuration;
        options.Document = document;
    });

    protected override async Task LoseAsync(string name, LostHalf half)
    {
        var (database, start) = (RedisSetUp.Connection.GetDatabase(), $"grayflags:{{{name}}}:document:");
        var isLost = half switch
        {
            LostHalf.Texts => await database.KeyDeleteAsync(start + "texts"),
            LostHalf.NewestText => await database.HashDeleteAsync(start + "texts", (await database.HashKeysAsync(start + "texts")).Max()),
            LostHalf.Revisions => await database.KeyDeleteAsync(start + "revisions"),
            _ => await database.SortedSetRemoveRangeByRankAsync(start + "revisions", -1, -1) == 1,
        };
        Assert.That(isLost);
    }
}
