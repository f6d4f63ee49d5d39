using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>The catalogue of faults says what the tests say.</summary>
internal sealed class FaultCatalogueTests
{
    private static readonly SortedDictionary<string, List<string>> Tests = FaultCatalogue.Find(Repository.PathOf("tests"));

    [Test]
    public void EveryCitedFault_HasARow() =>
        Assert.That(Tests.Keys.Except(FaultRows.All.Select(row => row.Id)), Is.Empty, "a test cites a fault that FaultRows does not list");

    [Test]
    public void EveryRow_IsListedOnceInAChapter()
    {
        Assert.That(FaultRows.All.Select(row => row.Id), Is.Unique);
        Assert.That(FaultRows.All.Select(row => row.Id[..1]).Except(FaultRows.Chapters.Select(chapter => chapter.Prefix)), Is.Empty);
    }

    [Test]
    public void EveryRow_HasATest() =>
        Assert.That(FaultRows.All.Select(row => row.Id).Except(Tests.Keys), Is.Empty, "a fault without a test is a promise that nothing keeps");

    [Test]
    public void Tests_OfAClassAndOfAMethod_AreFound()
    {
        Assert.That(Tests["D12"], Does.Contain("ShrinkGuardTests"));
        Assert.That(Tests["L2"], Does.Contain("LastKnownGoodTests.Start_SavedAndSourceAway_IsReadyAtOnceWithItsKillSwitch"));
    }

    [Test]
    public void Page_IsWhatTheTestsSay()
    {
        var page = Repository.PathOf("docs/faults.md");
        var text = FaultCatalogue.Write(Tests);
        if (Environment.GetEnvironmentVariable("GRAYFLAGS_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(page)!);
            File.WriteAllText(page, text);
        }

        Assert.That(
            File.ReadAllText(page).ReplaceLineEndings("\n"),
            Is.EqualTo(text),
            "write it anew: GRAYFLAGS_APPROVE=1 dotnet test --filter FaultCatalogueTests");
    }
}
