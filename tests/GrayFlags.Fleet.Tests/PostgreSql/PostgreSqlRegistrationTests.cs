using System.Text;
using GrayFlags.Fleet.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>AddPostgreSql, from options to answers.</summary>
internal sealed class PostgreSqlRegistrationTests
{
    [Test]
    public async Task AddPostgreSql_DocumentPublishedOnOneNode_ServesOnTheOther()
    {
        var name = $"shop {Guid.NewGuid():N}";
        await using var one = Node("web-1", name);
        await using var two = Node("web-2", name);
        var flags = two.GetRequiredService<IGrayEvaluator>();
        Assert.That(flags.IsEnabled("checkout"), Is.False);

        var published = await one.GetRequiredService<IGrayDocuments>().PublishAsync(
            name, Encoding.UTF8.GetBytes("""{ "flags": { "checkout": true } }"""), new DocumentChange("ann", "opens it", ExpectedVersion: 0));

        Assert.That(published.Outcome, Is.EqualTo(PublishOutcome.Published));
        await Eventually.TrueAsync(() => flags.IsEnabled("checkout"), "the other node serves it");
        await one.GetRequiredService<IGrayRules>().TurnOffAsync("checkout", "bob", "it fails");
        await Eventually.TrueAsync(() => !flags.IsEnabled("checkout"), "it is off everywhere");
    }

    [Test]
    public async Task AddPostgreSql_StoresAreThoseOfPostgreSql()
    {
        await using var provider = Node("web-1", $"stores {Guid.NewGuid():N}");

        Assert.That(provider.GetRequiredService<IRolloutStore>(), Is.InstanceOf<PostgreSqlRolloutLog>());
        Assert.That(provider.GetRequiredService<IDocumentStore>(), Is.InstanceOf<PostgreSqlDocumentStore>());
        Assert.That(await provider.GetRequiredService<IRolloutStore>().ReadAsync(default), Is.Empty);
    }

    // The documents of the first would be read from the second, and nobody told.
    [Test]
    public void TwoEngines_InOneApp_AreRefused()
    {
        var builder = new ServiceCollection().AddGrayFlags().AddPostgreSql(static options => options.Document = "one")
            .AddPostgreSql(static options => options.Document = "another");

        Assert.That(
            () => builder.AddRedis(static options => options.Configuration = "localhost"),
            Throws.InvalidOperationException.With.Message.StartsWith("AddRedis was called after AddPostgreSql"));
    }

    // A host that is not disposed asynchronously ends, too.
    [Test]
    public void AddPostgreSql_ContainerDisposed_WithoutAwaiting()
    {
        var provider = Node("web-1", "disposed");
        var store = provider.GetRequiredService<IDocumentStore>();
        var watch = store.Watch("disposed", static () => { });

        Assert.That(provider.Dispose, Throws.Nothing);
        watch.Dispose();
        Assert.That(() => store.ReadLatestAsync("disposed", default), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task AddPostgreSql_Twice_TwoDocumentsAndTheOptionsOfBoth()
    {
        var (first, second) = ($"base {Guid.NewGuid():N}", $"shop {Guid.NewGuid():N}");
        var services = new ServiceCollection();
        services.AddGrayFlags()
            .AddPostgreSql(o => (o.Document, o.ConnectionString) = (first, PostgresSetUp.Server.ConnectionString(PostgresSetUp.App)))
            .AddPostgreSql(o => o.Document = second);
        await using var provider = services.BuildServiceProvider();
        var flags = provider.GetRequiredService<IGrayEvaluator>();
        var documents = provider.GetRequiredService<IGrayDocuments>();

        await documents.PublishAsync(first, Encoding.UTF8.GetBytes("""{ "flags": { "a": true, "b": true } }"""), new DocumentChange("ann", "opens it", 0));
        await documents.PublishAsync(second, Encoding.UTF8.GetBytes("""{ "flags": { "b": false } }"""), new DocumentChange("ann", "opens it", 0));

        await Eventually.TrueAsync(() => flags.IsEnabled("a") && !flags.IsEnabled("b"), "the second one overrides the first");
    }

    [Test]
    public void AddPostgreSql_NoDataSource_SaysWhatToRegister()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags().AddPostgreSql();
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IRolloutStore>, Throws.InvalidOperationException.With.Message.Contains("AddNpgsqlDataSource"));
    }

    [TestCase("")]
    [TestCase("1a")]
    [TestCase("a-b")]
    [TestCase("a\"b")]
    [TestCase("größe")]
    [TestCase("pg_temp")]
    public void Options_SchemaThatIsNone_Refused(string schema)
    {
        Assert.That(() => new ServiceCollection().AddGrayFlags().AddPostgreSql(o => o.Schema = schema), Throws.ArgumentException);
        Assert.That(() => PostgreSqlSchema.GetScript(schema), Throws.ArgumentException);
    }

    [Test]
    public void Options_OutOfRange_Refused()
    {
        using var source = NpgsqlDataSource.Create("Host=nowhere.invalid");
        Action<PostgreSqlOptions>[] wrong =
        [
            o => o.Schema = new string('a', 64),
            o => o.Document = "", o => o.Document = "a.off", o => o.Document = "a.usage", o => o.Document = "a\n", o => o.Document = new string('a', 197),
            o => o.CommandTimeout = TimeSpan.Zero, o => o.CommandTimeout = TimeSpan.FromMinutes(6), o => o.ConnectionString = "Host=a",
        ];
        foreach (var change in wrong)
        {
            var options = new PostgreSqlOptions();
            change(options);
            Assert.That(() => new PostgreSqlRolloutLog(source, options), Throws.ArgumentException);
        }

        Assert.That(() => new PostgreSqlDocumentStore(new PostgreSqlOptions()), Throws.ArgumentException, "neither a data source nor a connection string");
    }

    private static ServiceProvider Node(string node, string document)
    {
        var services = new ServiceCollection();
        services.AddSingleton(_ => NpgsqlDataSource.Create(PostgresSetUp.Server.ConnectionString(PostgresSetUp.App)));
        services.AddGrayFlags(o => o.InstanceName = node).AddPostgreSql(o => o.Document = document);
        return services.BuildServiceProvider();
    }
}
