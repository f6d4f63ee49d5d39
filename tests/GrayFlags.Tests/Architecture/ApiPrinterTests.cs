using System.Runtime.CompilerServices;
using GrayFlags.Tests.Architecture.PublicApi;
using GrayFlags.Tests.Architecture.PublicApi.Sample;
using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>What the printer leaves out may change unseen, so the samples hold one of each thing that can be public.</summary>
public sealed class ApiPrinterTests
{
    [Test]
    public void Sample_Printed_AsApproved()
    {
        Check(ApiPrinter.Print(typeof(SamplePoint).Assembly.GetTypes().Where(type => type.Namespace == typeof(SamplePoint).Namespace)));
    }

    [Test]
    public void LineDiff_LinesChanged_AreShown()
    {
        var diff = LineDiff.Between(["class A", "    int X", "class B"], ["class A", "    long X", "class B", "class C"]);

        Assert.That(diff, Is.EqualTo(new[] { "  class A", "-     int X", "+     long X", "+ class C" }));
    }

    private static void Check(string received, [CallerFilePath] string testFile = "") => ApprovedText.Check(received, "ApiSample", testFile);
}
