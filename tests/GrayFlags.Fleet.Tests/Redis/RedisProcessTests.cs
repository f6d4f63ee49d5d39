using GrayFlags.Fleet.Tests.EndToEnd;
using GrayFlags.FleetBenchmarks;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Redis;

[TestFixture]
internal sealed class RedisProcessTests : ProcessContract
{
    protected override (string Kind, string Connection) Engine => (NodeProcess.Redis, RedisSetUp.Server.Configuration);

    protected override void AddStore(IGrayFlagsBuilder builder, string document) => builder.AddRedis(options =>
    {
        options.Configuration = RedisSetUp.Server.Configuration;
        options.Document = document;
    });
}
