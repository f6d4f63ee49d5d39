using System.Runtime.CompilerServices;
using GrayFlags.Tests.Architecture.PublicApi;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Architecture;

/// <summary>Every change of what is public shows in the diff of a text file, and is made on purpose.</summary>
public sealed class PublicApiTests
{
    [Test]
    public void GrayFlagsDashboard_PublicApi_AsApproved() => Check(ApiPrinter.Print(typeof(GrayDashboardOptions).Assembly.GetTypes()));

    // Who adds the package gets the platform, the core and nothing else.
    [Test]
    public void Assembly_RefersToThePlatformAndTheCoreOnly() => Assert.That(
        typeof(GrayDashboardOptions).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
        Has.All.Matches<string>(name => name is "GrayFlags" or "Microsoft.Net.Http.Headers"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)));

    private static void Check(string received, [CallerFilePath] string testFile = "") => ApprovedText.Check(received, "GrayFlags.Dashboard", testFile);
}
