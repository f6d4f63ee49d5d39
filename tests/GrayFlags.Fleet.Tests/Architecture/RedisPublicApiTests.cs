using System.Reflection;
using System.Runtime.CompilerServices;
using GrayFlags.Tests.Architecture.PublicApi;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Architecture;

/// <summary>Every change of what is public shows in the diff of a text file, and is named on the page.</summary>
public sealed class RedisPublicApiTests
{
    [Test]
    public void GrayFlagsRedis_PublicApi_AsApproved() => Check(ApiPrinter.Print(typeof(RedisOptions).Assembly.GetTypes()));

    [Test]
    public void Assembly_RefersToThePlatformTheCoreAndTheClientOnly() => Assert.That(
        typeof(RedisOptions).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
        Has.All.Matches<string>(name => name is "GrayFlags" or "StackExchange.Redis"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));

    [Test]
    public void Page_NamesEveryTypeOptionAndEvent()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/redis.md"));
        var types = typeof(RedisOptions).Assembly.GetExportedTypes().Where(type => !type.IsDefined(typeof(ExtensionAttribute))).Select(type => type.Name);
        var options = typeof(RedisOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(option => option.Name);

        foreach (var name in types.Concat(options).Append("AddRedis"))
        {
            Assert.That(page, Does.Contain($"`{name}`"));
        }
    }

    private static void Check(string received, [CallerFilePath] string testFile = "") => ApprovedText.Check(received, "GrayFlags.Redis", testFile);
}
