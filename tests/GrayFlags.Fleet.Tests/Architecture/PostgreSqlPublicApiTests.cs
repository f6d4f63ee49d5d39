using System.Runtime.CompilerServices;
using GrayFlags.Tests.Architecture.PublicApi;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Architecture;

/// <summary>Every change of what is public shows in the diff of a text file, and is made on purpose.</summary>
public sealed class PostgreSqlPublicApiTests
{
    [Test]
    public void GrayFlagsPostgreSql_PublicApi_AsApproved() => Check(ApiPrinter.Print(typeof(PostgreSqlRolloutLog).Assembly.GetTypes()));

    // Who adds the package gets the platform, the core and the client of PostgreSQL, and nothing else.
    [Test]
    public void Assembly_RefersToThePlatformTheCoreAndNpgsqlOnly() => Assert.That(
        typeof(PostgreSqlRolloutLog).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
        Has.All.Matches<string>(name => name is "GrayFlags" or "Npgsql"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));

    private static void Check(string received, [CallerFilePath] string testFile = "") => ApprovedText.Check(received, "GrayFlags.PostgreSql", testFile);
}
