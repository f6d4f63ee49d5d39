using System.Text;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>AddRedis: what it registers, what it refuses, and two instances of an app on one server.</summary>
internal sealed class RedisBuilderTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task TwoInstances_ShareRulesAndTheKillSwitch(bool isConnectionOfApp)
    {
        var document = $"shop {Guid.NewGuid():N}";
        await using var one = Start("web-1", document, isConnectionOfApp);
        await using var two = Start("web-2", document, isConnectionOfApp);
        var flags = two.GetRequiredService<IGrayEvaluator>();

        var rules = Encoding.UTF8.GetBytes("""{ "flags": { "checkout": true } }""");
        var result = await one.GetRequiredService<IGrayDocuments>().PublishAsync(document, rules, new DocumentChange("guo", "opens", ExpectedVersion: 0));

        Assert.That(result.Outcome, Is.EqualTo(PublishOutcome.Published));
        await Eventually.TrueAsync(() => flags.IsEnabled("checkout"), "the other instance serves it");
        await one.GetRequiredService<IGrayRules>().TurnOffAsync("checkout", "guo", "a fault");
        await Eventually.TrueAsync(() => !flags.IsEnabled("checkout"), "the other instance has it off");
    }

    [Test]
    public async Task Stores_AreThoseOfRedis()
    {
        await using var services = Start("web-1", "shop", isConnectionOfApp: true);

        Assert.That(services.GetRequiredService<IRolloutStore>(), Is.InstanceOf<RedisRolloutLog>());
        Assert.That(services.GetRequiredService<IDocumentStore>(), Is.InstanceOf<RedisDocumentStore>());
    }

    [Test]
    public async Task ConnectionOfTheApp_OutlivesTheServices()
    {
        await using var connection = await RedisSetUp.Server.ConnectAsync();
        var services = new ServiceCollection();
        services.AddSingleton<IConnectionMultiplexer>(connection);
        services.AddGrayFlags().AddRedis();
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<IDocumentStore>().ReadLatestAsync("shop", CancellationToken.None);
        }

        Assert.That(await connection.GetDatabase().PingAsync(), Is.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public void ServerThatIsDown_AtTheStart_IsWaitedFor()
    {
        using var folder = new TempFolder();
        var path = folder.Write("flags.json", """{ "flags": { "checkout": true } }""");
        var services = new ServiceCollection();
        services.AddGrayFlags().AddJsonFile(path).AddRedis(options =>
        {
            options.Configuration = "127.0.0.1:1,connectTimeout=100,connectRetry=0";
            options.CommandTimeout = TimeSpan.FromMilliseconds(200);
        });
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IGrayEvaluator>().IsEnabled("checkout"), Is.True);
    }

    [Test]
    public void Connection_ThatIsMissing_IsSaid()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags().AddRedis();
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IDocumentStore>(),
            Throws.InvalidOperationException.With.Message.Contains("Configuration").And.Message.Contains("IConnectionMultiplexer"));
    }

    [TestCase("redis:6379,passwort=hunter2", "entry 2 has the keyword 'passwort', where 'password' is probably meant")]
    [TestCase("redis:6379,usr=hunter2", "entry 2 has no known keyword")]
    [TestCase("redis:6379,password=abc,conectTimeout=hunter2", "entry 3 has the keyword 'conectTimeout', where 'connectTimeout' is probably meant")]
    [TestCase("redis:6379,connectTimeout=hunter2", "the value of its entry 2, 'connectTimeout', cannot be read")]
    [TestCase("redis:6379,password=abc,hunter2=ghi", "entry 3 has no known keyword")]
    public void Configuration_WithASlip_NamesTheKeywordAndNoValue(string given, string said) => Assert.That(
        () => new ServiceCollection().AddGrayFlags().AddRedis(options => options.Configuration = given),
        Throws.ArgumentException.With.Message.Contains(said).And.Message.Not.Contains("hunter2").And.Message.Not.Contains("ghi"));

    [TestCase("", "shop", 5, -1)]
    [TestCase("a{b}", "shop", 5, -1)]
    [TestCase("a*", "shop", 5, -1)]
    [TestCase("grayflags", "", 5, -1)]
    [TestCase("grayflags", "a\nb", 5, -1)]
    [TestCase("grayflags", "shop.off", 5, -1)]
    [TestCase("grayflags", "shop", 0, -1)]
    [TestCase("grayflags", "shop", 61, -1)]
    [TestCase("grayflags", "shop", 5, -2)]
    public void Options_OutOfTheirRange_AreRefused(string prefix, string document, int seconds, int database) => Assert.That(
        () => new ServiceCollection().AddGrayFlags().AddRedis(options =>
        {
            options.KeyPrefix = prefix;
            options.Document = document;
            options.CommandTimeout = TimeSpan.FromSeconds(seconds);
            options.Database = database;
        }),
        Throws.InstanceOf<ArgumentException>());

    private static ServiceProvider Start(string name, string document, bool isConnectionOfApp)
    {
        var services = new ServiceCollection();
        if (isConnectionOfApp)
        {
            services.AddSingleton(RedisSetUp.NextConnection());
        }

        services.AddGrayFlags(options => options.InstanceName = name).AddRedis(options =>
        {
            options.Configuration = isConnectionOfApp ? null : RedisSetUp.Server.Configuration;
            options.Document = document;
        });
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IGrayEvaluator>();
        return provider;
    }
}
