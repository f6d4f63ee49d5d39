using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>The folders of the library depend on each other one way only.</summary>
public sealed class ArrowTests
{
    private const string SampleNamespace = "GrayFlags.Tests.Architecture.Sample";

    private static readonly SourceTree LibraryTree = new(Repository.PathOf("src/GrayFlags"));
    private static readonly ArrowMap Library = new(LibraryTree, FolderTable.Allowed);
    private static readonly Type[] LibraryTypes = typeof(FlagDocument).Assembly.GetTypes();

    [Test]
    public void Arrows_BetweenFolders_AsTheTableAllows()
    {
        var wrong = Library.Wrong(LibraryTypes);

        Assert.That(wrong, Is.Empty, $"These types use a folder that theirs may not use:\n{string.Join('\n', wrong)}");
    }

    [Test]
    public void Table_NamesEveryFolderOnce()
    {
        Assert.That(FolderTable.Folders, Is.EquivalentTo(LibraryTree.Folders));
    }

    [Test]
    public void Table_ItsArrowsLeadNowhereBack()
    {
        var open = FolderTable.Allowed.Where(row => !row.Value.Contains(ArrowMap.All))
            .ToDictionary(row => row.Key, row => row.Value.Where(FolderTable.Allowed.ContainsKey).ToHashSet());
        while (open.Where(row => row.Value.All(used => !open.ContainsKey(used))).Select(row => row.Key).ToList() is { Count: > 0 } done)
        {
            done.ForEach(folder => open.Remove(folder));
        }

        Assert.That(open.Keys, Is.Empty, "these use each other");
    }

    [Test]
    public void Root_IsTheFrontDoorOnly()
    {
        Assert.That(Directory.GetFiles(Repository.PathOf("src/GrayFlags"), "*.cs"), Has.Length.LessThanOrEqualTo(16));
    }

    // A type that no source declares would be free to use everything.
    [Test]
    public void Types_EachHasItsFolder()
    {
        var lost = LibraryTypes.Where(
            type => !type.IsNested && type.Namespace?.StartsWith("GrayFlags", StringComparison.Ordinal) is true && LibraryTree.FolderOf(type) is null);

        Assert.That(lost, Is.Empty);
    }

    // A collector that sees nothing would pass the tests above.
    [Test]
    public void Collector_OnTheLibrary_SeesArrowsThatExist()
    {
        var shown = ArrowCollector.Collect(LibraryTypes).Select(Library.Show);

        Assert.That(shown, Does.Contain("Providers/IRuleProvider -> Providers/LoadResult").And.Contain("Providers/LoadResult -> Documents/Model/FlagDocument"));
    }

    // Each sample reverses an arrow in one place only, so each shows that the collector looks there.
    [TestCase("Documents/InBody -> Rules/SampleRule")]
    [TestCase("Documents/InLocal -> Rules/SampleRule")]
    [TestCase("Documents/InGenericArgument -> Rules/SampleRule")]
    [TestCase("Documents/InGenericConstraint -> Rules/SampleRule")]
    [TestCase("Documents/InGenericCall -> Rules/SampleRule")]
    [TestCase("Documents/InLambda -> Rules/SampleRule")]
    [TestCase("Documents/InIterator -> Rules/SampleRule")]
    [TestCase("Documents/InAsync -> Rules/SampleRule")]
    [TestCase("Documents/InCatch -> Rules/SampleException")]
    [TestCase("Documents/InBase -> Rules/SampleRule")]
    [TestCase("Documents/InInterface -> Rules/ISampleRule")]
    [TestCase("Documents/InAttribute -> Rules/SampleRule")]
    [TestCase("Documents/InSignature -> Rules/SampleRule")]
    [TestCase("Documents/InEvent -> Rules/SampleRule")]
    [TestCase("Documents/InArrayField -> Rules/SampleRule")]
    [TestCase("Documents/InFunctionPointer -> Rules/SampleRule")]
    [TestCase("Documents/AfterSwitch -> Rules/SampleRule")]
    [TestCase("Documents/ToDeeperFolder -> Rules/Conditions/SampleCondition")]
    [TestCase("Rules/ToRoot -> SampleComposer")]
    public void Sample_ArrowReversed_IsReported(string arrow)
    {
        Assert.That(Sample().Wrong(SampleTypes()), Does.Contain(arrow));
    }

    [Test]
    public void Sample_AllowedArrows_AreNotReported()
    {
        var wrong = Sample().Wrong(SampleTypes());

        Assert.That(wrong, Has.Count.EqualTo(19), "as many as there are cases above");
        Assert.That(
            wrong.Where(arrow => arrow.StartsWith("SampleComposer", StringComparison.Ordinal) || arrow.EndsWith("GrayContext", StringComparison.Ordinal)),
            Is.Empty);
    }

    private static ArrowMap Sample() => new(
        new SourceTree(Repository.PathOf("tests/GrayFlags.Tests/Architecture/Sample")),
        new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            ["Documents"] = new HashSet<string>(),
            ["Rules"] = new HashSet<string> { "Documents" },
            [SourceTree.Root] = new HashSet<string> { ArrowMap.All },
        });

    private static IEnumerable<Type> SampleTypes() =>
        typeof(ArrowTests).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith(SampleNamespace, StringComparison.Ordinal) is true);
}
