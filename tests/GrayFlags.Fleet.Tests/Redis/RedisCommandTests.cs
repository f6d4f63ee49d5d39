using GrayFlags.Fleet.Tests.Command;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Redis;

[TestFixture]
internal sealed class RedisCommandTests : StoreCommandContract
{
    protected override string Address => $"redis://127.0.0.1:{RedisSetUp.Server.Port}";

    // As docs/redis.md promises of the message of an app.
    [Test]
    public async Task Password_ThatIsWrong_IsSaid()
    {
        await using var server = await RedisServer.StartAsync();
        await using var administrator = await server.ConnectAsync();
        await administrator.GetDatabase().ExecuteAsync("ACL", "SETUSER", "someone", "on", ">right", "+@all", "~*", "&*");
        Folder.With("wrong.txt", $"redis:127.0.0.1:{server.Port},user=someone,password=hunter2");

        await administrator.GetDatabase().ExecuteAsync("ACL", "SETUSER", "default", "off");

        var run = Folder.Run("show", "--to", "@wrong.txt");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("user or the password").And.Not.Contains("hunter2"));
    }

    [TestCase("redis:127.0.0.1:1,passwort=hunter2", "'passwort', where 'password' is probably meant")]
    [TestCase("Host=127.0.0.1;Passwort=hunter2", "'passwort', where 'Password' is probably meant")]
    [TestCase("Host=127.0.0.1;Port=hunter2", "the value of its entry 2, 'Port', cannot be read")]
    [TestCase("redis:password=hunter2", "is no address of a store")]
    public void Address_WithASlip_NamesTheKeyword(string address, string said)
    {
        Folder.With("slip.txt", address);

        var run = Folder.Run("show", "--to", "@slip.txt");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(said).And.Not.Contains("hunter2"));
    }

    protected override void AddTo(IGrayFlagsBuilder builder, string document) => builder.AddRedis(options =>
    {
        options.Configuration = RedisSetUp.Server.Configuration;
        options.Document = document;
    });
}
