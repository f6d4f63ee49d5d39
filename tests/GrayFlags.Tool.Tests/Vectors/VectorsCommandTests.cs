using System.Text.Json;
using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Vectors;

[TestFixture]
internal sealed class VectorsCommandTests
{
    [Test]
    public void Json_IsThatOfTheGoldenVectors()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests/GrayFlags.Tests/Bucketing/bucket_vectors.json")));
        var buckets = golden.RootElement.GetProperty("bucket").EnumerateArray().Where(static vector => IsALine(vector.GetProperty("id").GetString()!)).ToList();
        var salts = buckets.Select(static vector => vector.GetProperty("salt").GetString()!).Distinct().SelectMany(static salt => new[] { "--salt", salt });
        using var folder = new Folder().With("ids.txt", string.Join('\n', buckets.Select(static vector => vector.GetProperty("id").GetString()).Distinct()));

        var run = folder.Run(["vectors", "--json", "--ids", "ids.txt", .. salts]);

        using var printed = JsonDocument.Parse(run.Output);
        Assert.That(printed.RootElement.GetProperty("about").GetString(), Is.EqualTo(golden.RootElement.GetProperty("about").GetString()));
        Assert.That(Lines(printed.RootElement.GetProperty("bucket").EnumerateArray()), Is.EquivalentTo(Lines(buckets)));
        var hashes = Lines(golden.RootElement.GetProperty("hash").EnumerateArray()).ToHashSet();
        Assert.That(Lines(printed.RootElement.GetProperty("hash").EnumerateArray()).Count(hashes.Contains), Is.GreaterThan(50));

        static IEnumerable<string> Lines(IEnumerable<JsonElement> vectors) =>
            vectors.Select(static vector => string.Join('|', vector.EnumerateObject().Select(static field => field.Value.ToString())));
    }

    [Test]
    public void Samples_Piped_AreColumnsWithTabs()
    {
        using var folder = new Folder();

        Approved.Compare(folder.Run("vectors").Output, "vectors");
    }

    // Characters of Chinese are two columns wide, as a terminal shows them; an emoji is, too.
    [Test]
    public void Samples_InATerminal_AreATableWithStraightEdges()
    {
        using var folder = new Folder();

        var run = folder.RunInColour(100, "vectors");

        Approved.Compare(run.Output, "vectors.colour");
        var table = Regex.Replace(run.Output, "\u001B\\[[0-9;]*m", "").Split('\n').Where(static line => line.StartsWith('│') || line.StartsWith('├')).ToList();
        Assert.That(table, Has.Count.EqualTo(29));
        Assert.That(table.Select(static line => line.EnumerateRunes().Sum(static rune => IsWide(rune.Value) ? 2 : 1)).Distinct().Count(), Is.EqualTo(1));
    }

    private static bool IsWide(int rune) => rune is >= 0x4E00 and <= 0x9FFF or >= 0x1F300 and <= 0x1FAFF;

    private static bool IsALine(string id) => id.IndexOfAny(['\0', '\r', '\n']) < 0;
}
