using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The content of the packages, and their descriptions of themselves.</summary>
[TestFixtureSource(typeof(Packages), nameof(Packages.Ids))]
internal sealed partial class ContentTests(string id)
{
    private const string Site = "https://github.com/grayflags/grayflags";
    private const int IconSize = 128;
    private const int IconBytes = 20_000;

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private static readonly string[] Frameworks = ["net10.0", "net8.0"];

    // The client of an engine has versions of its own: its lowest ones without a known vulnerability.
    private static readonly Dictionary<string, (string Client, string OnNet8, string OnNet10)> Engines = new()
    {
        ["GrayFlags.PostgreSql"] = ("Npgsql", "8.0.9", "10.0.0"),
        ["GrayFlags.Redis"] = ("StackExchange.Redis", "3.4.35", "3.4.35"),
    };

    [TestCase("net8.0", "8.0.0")]
    [TestCase("net10.0", "10.0.0")]
    public void Dependencies_AreTheLowestOfEachFramework(string framework, string version)
    {
        var dependencies = Nuspec.Element(Nuspec.Metadata(id), "dependencies")!;
        var groups = Nuspec.Descendants(dependencies, "group").ToDictionary(group => group.Attribute("targetFramework")!.Value);
        var others = Nuspec.Descendants(groups[framework], "dependency").Where(dependency => !Packages.Ids.Contains(Id(dependency))).ToList();

        Assert.That(groups.Keys, Is.EquivalentTo(Frameworks));
        if (Engines.TryGetValue(id, out var engine))
        {
            Assert.That(others.Select(dependency => (Id(dependency), dependency.Attribute("version")!.Value)),
                Is.EqualTo(new[] { (engine.Client, framework == "net8.0" ? engine.OnNet8 : engine.OnNet10) }));
            return;
        }

        Assert.That(others.Select(dependency => (Id(dependency), dependency.Attribute("version")!.Value)), Is.All.Matches<(string, string Version)>(
            dependency => dependency.Version == version));
        Assert.That(others.Select(Id), Has.None.EqualTo("Microsoft.Extensions.Http"));
        Assert.That(others, id == "GrayFlags" ? Is.Not.Empty : Is.Empty, "ASP.NET Core comes with its framework");
    }

    [Test]
    public void Package_SaysWhereItIsFrom()
    {
        var repository = Nuspec.Element(Nuspec.Metadata(id), "repository")!;
        Assert.Multiple(() =>
        {
            Assert.That(Nuspec.Value(id, "license"), Is.EqualTo("MIT"));
            Assert.That(Nuspec.Value(id, "projectUrl"), Is.EqualTo(Site));
            Assert.That(repository.Attribute("url")!.Value, Is.EqualTo(Site));
            Assert.That(repository.Attribute("type")!.Value, Is.EqualTo("git"));
            Assert.That(repository.Attribute("commit")!.Value, Has.Length.EqualTo(40));
            Assert.That(Nuspec.Value(id, "releaseNotes"), Does.EndWith("CHANGELOG.md"));
            Assert.That(Nuspec.Value(id, "copyright"), Does.StartWith("Copyright"));
            Assert.That(Nuspec.Value(id, "tags")!.Split(' '), Is.SupersetOf(new[] { "feature-flags", "feature-toggles", "canary", "dotnet", "aspnetcore" }));
        });
    }

    [Test]
    public void Icon_IsASmallPicture()
    {
        var icon = Nuspec.Bytes(id, Nuspec.Value(id, "icon")!);

        Assert.That(icon.Take(Png.Length), Is.EqualTo(Png));
        Assert.That(icon, Has.Length.LessThan(IconBytes));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), Is.EqualTo(IconSize));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)), Is.EqualTo(IconSize));
    }

    [Test]
    public void Readme_IsShort_AndItsLinksWorkAnywhere()
    {
        var text = Page.Of(id).Text;

        Assert.That(Nuspec.Value(id, "readme"), Is.EqualTo("README.md"));
        Assert.That(text.Split('\n'), Has.Length.InRange(30, 80));
        Assert.That(Link().Matches(text), Is.Not.Empty.And.All.Matches<Match>(link => link.Groups[1].Value.StartsWith("https://", StringComparison.Ordinal)));
    }

    // A migration, or whoever may create tables, takes it from there.
    [Test]
    public void Schema_IsInThePackageOfPostgreSql() => Assert.That(
        Nuspec.Entries(id).Where(entry => entry.EndsWith(".sql", StringComparison.Ordinal)),
        Is.EqualTo(id == "GrayFlags.PostgreSql" ? new[] { "sql/schema.sql" } : []));

    [Test]
    public void Symbols_AreBesideThePackage_AndThePathsOfTheMachineInNeither()
    {
        Assert.That(Path.Combine(Packages.Feed, $"{id}.{Packages.Version}.snupkg"), Does.Exist);
        Assert.That(Nuspec.Entries(id), Has.None.EndsWith(".pdb"));

        var folder = Path.TrimEndingDirectorySeparator(GrayFlags.Tests.Kit.Repository.PathOf(""));
        foreach (var framework in Frameworks)
        {
            Assert.That(Texts(Nuspec.Bytes(id, $"lib/{framework}/{id}.dll")), Is.All.Not.Contains(folder), framework);
            Assert.That(Texts(Nuspec.Bytes(id, $"lib/{framework}/{id}.pdb", "snupkg")), Is.All.Not.Contains(folder), framework);
        }
    }

    [Test]
    public void Documentation_IsOfPublicMembersOnly([ValueSource(nameof(Frameworks))] string framework)
    {
        var documentation = XDocument.Parse(Nuspec.Read(id, $"lib/{framework}/{id}.xml"));
        var names = documentation.Descendants("member").Select(member => member.Attribute("name")!.Value).ToList();
        var types = PublicTypes.Of(Nuspec.Bytes(id, $"lib/{framework}/{id}.dll"));

        Assert.That(names.Where(name => name.StartsWith("T:", StringComparison.Ordinal)).Select(name => name[2..]), Is.EquivalentTo(types));
        Assert.That(names.Where(name => !types.Contains(TypeOf(name))), Is.Empty);
        Assert.That(names, Has.Count.GreaterThan(2 * types.Count));
    }

    // As UTF-8 and, from either of two bytes on, as UTF-16: names of metadata and texts of code.
    private static string[] Texts(byte[] bytes) =>
        [Encoding.UTF8.GetString(bytes), Encoding.Unicode.GetString(bytes), Encoding.Unicode.GetString(bytes.AsSpan(1))];

    private static string Id(XElement dependency) => dependency.Attribute("id")!.Value;

    // Without the prefix, the parameters and, but for a type's own entry, the member.
    private static string TypeOf(string name)
    {
        var path = name[2..].Split('(')[0];
        return name[0] == 'T' ? path : path[..path.LastIndexOf('.')];
    }

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();
}
