using System.Text.Json.Nodes;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>Null is absent: wherever a field, a flag, a rule, a segment or a variant stands.</summary>
[Fault("D14")]
internal sealed class DocumentReaderNullTests
{
    private static IEnumerable<string> Fields => JsonPlaces.Fields(JsonNode.Parse(Samples.Rich)!).Where(IsOurs);

    private static IEnumerable<string> Entries => JsonPlaces.Entries(JsonNode.Parse(Samples.Rich)!).Where(IsOurs);

    [TestCaseSource(nameof(Fields))]
    public void Read_FieldThatIsNull_ReadsAsIfItWereNotThere(string place)
    {
        var nulled = Samples.Read(JsonPlaces.WithNull(Samples.Rich, place));
        var removed = Samples.Read(JsonPlaces.Without(Samples.Rich, place));

        Assert.That(DeepEqual.FirstDifference(removed.Document, nulled.Document), Is.Null);
        Assert.That(nulled.Problems, Is.EqualTo(removed.Problems));
        Assert.That(nulled.Off, Is.EqualTo(removed.Off));
    }

    // A list has no absent entries: what was meant is unknown.
    [TestCaseSource(nameof(Entries))]
    public void Read_EntryThatIsNull_IsAProblem(string place)
    {
        var problem = Samples.Read(JsonPlaces.WithNullEntry(Samples.Rich, place)).Problems.Single();

        Assert.That("$." + problem.Path, Is.EqualTo(place.Replace("['new-checkout']", ".new-checkout", StringComparison.Ordinal)));
        Assert.That(problem.Message, Does.StartWith("null is found where a text").And.EndsWith("is expected"));
    }

    // Inside metadata and values null is a value like any other.
    private static bool IsOurs(string place) =>
        !place.Contains(".metadata.", StringComparison.Ordinal)
            && !place.Contains(".metadata[", StringComparison.Ordinal)
            && !place.Contains(".value.", StringComparison.Ordinal);
}
