using GrayFlags.Fleet.Tests.Command;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Redis;

[TestFixture]
internal sealed class RedisCommandTests : StoreCommandContract
{
    protected override string Address => $"redis://127.0.0.1:{RedisSetUp.Server.Port}";

    protected override void AddTo(IGrayFlagsBuilder builder, string document) => builder.AddRedis(options =>
    {
        options.Configuration = RedisSetUp.Server.Configuration;
        options.Document = document;
    });
}
