using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The tests of the page on tests, in projects with NUnit and with xunit.</summary>
internal sealed class TestProjectTests
{
    private static readonly string[] Expected =
    [
        "Passed Page_ForTesters_IsTheNewOne",
        "Passed Page_WhenTheFlagIsOn_IsTheNewOne",
        "Passed PercentOff_InTheEvening_IsTen(\"2026-12-12T19:00:00+08:00\",10)",
        "Passed Document_IsGood_AndDefinesWhatTheCodeAsksFor",
        "Passed CheckoutTests.Page_FollowsTheRules",
    ];

    [Test]
    public async Task Tests_OfBothFrameworks_Pass()
    {
        var nunit = await Strangers.GetAsync("NUnitTests");
        var xunit = await Strangers.GetAsync("XunitTests");

        var output = await Command.RunAsync(
            Path.GetTempPath(), "dotnet", "test", nunit.Assembly, xunit.Assembly, "--logger", "console;verbosity=normal");

        Assert.Multiple(() =>
        {
            foreach (var line in Expected)
            {
                Assert.That(output, Does.Contain(line));
            }
        });
    }
}
