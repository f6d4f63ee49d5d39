using System.Runtime.CompilerServices;
using GrayFlags.Documents;
using GrayFlags.Tests.Architecture.PublicApi;
using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>Every change of what is public shows in the diff of a text file, and is made on purpose.</summary>
public sealed class PublicApiTests
{
    [Test]
    public void GrayFlags_PublicApi_AsApproved()
    {
        Check(ApiPrinter.Print(typeof(FlagDocument).Assembly.GetTypes()));
    }

    private static void Check(string received, [CallerFilePath] string testFile = "") => ApprovedText.Check(received, "GrayFlags", testFile);
}
