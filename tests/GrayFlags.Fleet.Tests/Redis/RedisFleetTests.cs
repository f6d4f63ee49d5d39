using GrayFlags.Fleet.Tests.EndToEnd;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Redis;

[TestFixture]
internal sealed class RedisFleetTests : FleetContract
{
    private const string Reader = "reader";
    private const string Password = "of-a-test";

    protected override void AddStore(IGrayFlagsBuilder builder, string document) => Add(builder, document, "");

    protected override void AddReader(IGrayFlagsBuilder builder, string document) => Add(builder, document, $",user={Reader},password={Password}");

    // The page's user, with the keys of the page's user who only reads.
    protected override async Task AllowReadingAsync()
    {
        const string Start = "ACL SETUSER grayflags ";
        var line = File.ReadLines(Repository.PathOf("docs/redis.md")).Single(static line => line.StartsWith(Start, StringComparison.Ordinal));
        await using var administrator = await RedisSetUp.Server.ConnectAsync();
        await administrator.GetDatabase().ExecuteAsync(
            "ACL", (object[])["SETUSER", Reader, "reset", "on", ">" + Password, .. line.Split(' ')[6..], "resetkeys", "%R~grayflags:*"]);
    }

    private static void Add(IGrayFlagsBuilder builder, string document, string user) => builder.AddRedis(options =>
    {
        options.Configuration = RedisSetUp.Server.Configuration + user;
        options.Document = document;
    });
}
