using System.Runtime.CompilerServices;
using GrayFlags.Tests.Architecture.PublicApi;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Architecture;

/// <summary>Every change of what is public shows in the diff of a text file, and is made on purpose.</summary>
public sealed class PublicApiTests
{
    [Test]
    public void GrayFlagsAspNetCore_PublicApi_AsApproved() => Check(ApiPrinter.Print(typeof(GrayAspNetCoreOptions).Assembly.GetTypes()));

    // Who adds the package gets the platform, the core and nothing else.
    [Test]
    public void Assembly_RefersToThePlatformAndTheCoreOnly()
    {
        var references = typeof(GrayAspNetCoreOptions).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToArray();

        Assert.That(references, Does.Contain("GrayFlags"));
        Assert.That(
            references.Where(name => name != "GrayFlags"
                && !name.StartsWith("System.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                && name != "Microsoft.Net.Http.Headers"),
            Is.Empty);
    }

    private static void Check(string received, [CallerFilePath] string testFile = "") => ApprovedText.Check(received, "GrayFlags.AspNetCore", testFile);
}
