using GrayFlags.Fleet.Tests.EndToEnd;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Redis;

[TestFixture]
internal sealed class RedisFleetTests : FleetContract
{
    protected override void AddStore(IGrayFlagsBuilder builder, string document) => builder.AddRedis(options =>
    {
        options.Configuration = RedisSetUp.Server.Configuration;
        options.Document = document;
    });

    protected override Task LoseLogAsync(string document) => RedisSetUp.Connection.GetDatabase().KeyDeleteAsync($"grayflags:{{{document}}}:rollouts:log");
}
