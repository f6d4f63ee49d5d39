using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>The folders of the library depend on each other one way only.</summary>
public sealed class ArrowTests
{
    private const string SampleNamespace = "GrayFlags.Tests.Architecture.Sample";

    private static readonly ArrowMap Library = new("GrayFlags");
    private static readonly Type[] LibraryTypes = typeof(GrayFlags.Documents.FlagDocument).Assembly.GetTypes();

    [Test]
    public void Arrows_BetweenFolders_AsAllowed()
    {
        var wrong = Wrong(Library, LibraryTypes);

        Assert.That(wrong, Is.Empty, $"These types use a folder that theirs may not use:\n{string.Join('\n', wrong)}");
    }

    [Test]
    public void Folders_AllInTheTable()
    {
        var folders = LibraryTypes.Select(type => Library.FolderOf(type)).OfType<string>().Distinct();

        Assert.That(folders, Is.SubsetOf(ArrowMap.Allowed.Keys));
    }

    // A collector that sees nothing would pass the test above.
    [Test]
    public void Collector_OnTheLibrary_SeesArrowsThatExist()
    {
        var shown = ArrowCollector.Collect(LibraryTypes).Select(Library.Show);

        Assert.That(shown, Does.Contain("Providers.IRuleProvider -> Providers.DocumentLoad").And.Contain("Providers.DocumentLoad -> Documents.FlagDocument"));
    }

    // Each sample reverses an arrow in one place only, so each shows that the collector looks there.
    [TestCase("Documents.InBody -> Rules.SampleRule")]
    [TestCase("Documents.InLocal -> Rules.SampleRule")]
    [TestCase("Documents.InGenericArgument -> Rules.SampleRule")]
    [TestCase("Documents.InGenericConstraint -> Rules.SampleRule")]
    [TestCase("Documents.InGenericCall -> Rules.SampleRule")]
    [TestCase("Documents.InLambda -> Rules.SampleRule")]
    [TestCase("Documents.InIterator -> Rules.SampleRule")]
    [TestCase("Documents.InAsync -> Rules.SampleRule")]
    [TestCase("Documents.InCatch -> Rules.SampleException")]
    [TestCase("Documents.InBase -> Rules.SampleRule")]
    [TestCase("Documents.InInterface -> Rules.ISampleRule")]
    [TestCase("Documents.InAttribute -> Rules.SampleRule")]
    [TestCase("Documents.InSignature -> Rules.SampleRule")]
    [TestCase("Documents.InEvent -> Rules.SampleRule")]
    [TestCase("Documents.InArrayField -> Rules.SampleRule")]
    [TestCase("Documents.InFunctionPointer -> Rules.SampleRule")]
    [TestCase("Documents.AfterSwitch -> Rules.SampleRule")]
    [TestCase("Documents.ToDeeperFolder -> Rules.Conditions.SampleCondition")]
    [TestCase("Rules.ToRoot -> SampleComposer")]
    public void Sample_ArrowReversed_IsReported(string arrow)
    {
        Assert.That(Wrong(new ArrowMap(SampleNamespace), SampleTypes()), Does.Contain(arrow));
    }

    [Test]
    public void Sample_AllowedArrows_AreNotReported()
    {
        var wrong = Wrong(new ArrowMap(SampleNamespace), SampleTypes());

        Assert.That(wrong, Has.Count.EqualTo(19), "as many as there are cases above");
        Assert.That(wrong.Where(arrow => arrow.StartsWith("SampleComposer", StringComparison.Ordinal) || arrow.EndsWith("GrayContext", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<Type> SampleTypes() =>
        typeof(ArrowTests).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith(SampleNamespace, StringComparison.Ordinal) is true);

    private static List<string> Wrong(ArrowMap map, IEnumerable<Type> types) =>
        [.. ArrowCollector.Collect(types).Where(arrow => !map.Allows(arrow)).Select(map.Show).Order(StringComparer.Ordinal)];
}
