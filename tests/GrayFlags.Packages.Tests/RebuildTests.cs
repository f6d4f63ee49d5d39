using System.Globalization;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>
/// What lets anybody build the same bytes from the same commit. <c>.ci/reproducible</c> builds twice and compares, which takes minutes; what has made
/// bytes differ before, or would, is checked here in each run.
/// </summary>
[TestFixtureSource(typeof(Packages), nameof(Packages.Ids))]
internal sealed class RebuildTests(string id)
{
    private const string Sources = "/_/";

    // Of the specification of portable PDBs.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly string[] Frameworks = ["net10.0", "net8.0"];

    // Where git gives no time of the commit, by the first day that a zip file can hold.
    [TestCase("nupkg")]
    [TestCase("snupkg")]
    public async Task Entries_AreDatedByTheCommit(string kind)
    {
        var seconds = await Command.RunAsync(Repository.PathOf(""), "bash", "-c", "git log -1 --format=%ct 2> /dev/null || echo 315532800");
        var time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
        using var package = ZipFile.OpenRead(Packages.PathOf(id, kind));

        // A zip file counts time in steps of two seconds, and has no zone.
        Assert.That(package.Entries.Select(entry => entry.LastWriteTime.DateTime), Is.All.InRange(time.UtcDateTime.AddSeconds(-2), time.UtcDateTime));
    }

    [Test]
    public void Assembly_IsAFunctionOfItsSource([ValueSource(nameof(Frameworks))] string framework)
    {
        using var file = new PEReader(new MemoryStream(Nuspec.Bytes(id, $"lib/{framework}/{id}.dll")));

        Assert.That(file.ReadDebugDirectory().Select(entry => entry.Type), Has.Member(DebugDirectoryEntryType.Reproducible));
    }

    [Test]
    public void Symbols_FindEachSource_ByTheCommitOrInThemselves([ValueSource(nameof(Frameworks))] string framework)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Nuspec.Bytes(id, $"lib/{framework}/{id}.pdb", "snupkg")));
        var reader = symbols.GetMetadataReader();
        var commit = Nuspec.Element(Nuspec.Metadata(id), "repository")!.Attribute("commit")!.Value;

        Assert.That(Read(reader, EntityHandle.ModuleDefinition, SourceLink), Is.EqualTo(
            $$$"""{"documents":{"/_/*":"https://raw.githubusercontent.com/grayflags/grayflags/{{{commit}}}/*"}}"""));
        Assert.That(reader.Documents, Is.Not.Empty);
        Assert.That(reader.Documents.Where(document => !IsFound(reader, document)).Select(document => NameOf(reader, document)), Is.Empty);
    }

    // Several declarations are generated in another order each time: https://github.com/dotnet/runtime/issues/119587.
    [Test]
    public void LogMessages_AreInOneDeclaration()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf($"src/{id}"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .Where(text => text.Contains("[LoggerMessage(", StringComparison.Ordinal))
            .ToList();

        // One that logs nothing has none.
        Assert.That(files, Has.Count.EqualTo(id == "GrayFlags.Formats" ? 0 : 1));
        Assert.That(files.Select(static file => Regex.Count(file, "partial class")), Is.All.EqualTo(1));
    }

    private static bool IsFound(MetadataReader reader, DocumentHandle document)
    {
        var name = NameOf(reader, document);
        return name.StartsWith(Sources, StringComparison.Ordinal)
            && ((File.Exists(Repository.PathOf(name[Sources.Length..])) && !name.Contains("/obj/", StringComparison.Ordinal))
                || Read(reader, document, EmbeddedSource) is not null);
    }

    private static string NameOf(MetadataReader reader, DocumentHandle document) => reader.GetString(reader.GetDocument(document).Name);

    private static string? Read(MetadataReader reader, EntityHandle parent, Guid kind)
    {
        var found = reader.GetCustomDebugInformation(parent)
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == kind)
            .ToList();
        return found.Count == 0 ? null : Encoding.UTF8.GetString(reader.GetBlobBytes(found[0].Value));
    }
}
