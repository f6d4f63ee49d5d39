using System.Text.Json.Nodes;
using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

internal sealed class DocumentRoundTripTests
{
    private const int Documents = 2_000;

    [TestCase(true)]
    [TestCase(false)]
    public void Write_RichDocument_ReadsBackAsTheSame(bool indented)
    {
        var document = Samples.Read(Samples.Rich).Document!;

        var json = document.ToJson(indented);
        Assert.That(DeepEqual.FirstDifference(document, Samples.Read(json).Document), Is.Null);
        Assert.That(FlagDocument.Parse(json).ToJson(indented), Is.EqualTo(json));
        Assert.That(json.Contains('\n', StringComparison.Ordinal), Is.EqualTo(indented));
    }

    [Test]
    public void Write_RandomDocuments_ReadBackAsTheSame()
    {
        var random = new Random(20261201);
        var (flags, rules, segments) = (0, 0, 0);
        for (var index = 0; index < Documents; index++)
        {
            var document = RandomDocument.Next(random);
            var json = document.ToJson(indented: index % 2 == 0);

            // Strict, since what we write must be readable for everybody.
            var result = Samples.Read(json, new DocumentReaderOptions { AllowComments = false });
            Assert.That(result.Problems, Is.Empty, $"document {index}\n{json}");
            Assert.That(DeepEqual.FirstDifference(document, result.Document), Is.Null, $"document {index}\n{json}");
            flags += document.Flags.Count;
            rules += document.Flags.Values.Sum(flag => flag.Rules?.Count ?? 0);
            segments += document.Segments.Count;
        }

        // The generator makes something to look at.
        Assert.That(flags, Is.GreaterThan(Documents));
        Assert.That(rules, Is.GreaterThan(Documents));
        Assert.That(segments, Is.GreaterThan(Documents));
    }

    [Test]
    public void Generator_SameSeed_MakesTheSameDocuments()
    {
        var (first, again, other) = (RandomDocument.Next(new Random(7)), RandomDocument.Next(new Random(7)), RandomDocument.Next(new Random(8)));

        Assert.That(again.ToJson(), Is.EqualTo(first.ToJson()));
        Assert.That(other.ToJson(), Is.Not.EqualTo(first.ToJson()));
    }

    [Test]
    public void Write_TextOfAnyScript_StaysReadable()
    {
        var json = Samples.Read("""{ "flags": { "\u65b0\u7ed3\u8d26": true } }""").Document!.ToJson(indented: false);

        Assert.That(json, Is.EqualTo("""{"flags":{"新结账":true}}"""));
    }

    [Test]
    public void Write_WhatWasNotGiven_IsNotWritten()
    {
        // FlagDocument.Empty, and a rule and a segment without anything.
        Assert.That(FlagDocument.Empty.ToJson(indented: false), Is.EqualTo("{}"));

        var json = """{"segments":{"s":{}},"flags":{"a":{"variants":{},"rules":{"r":{"window":{},"except":{}}}},"b":{}}}""";
        Assert.That(FlagDocument.Parse(json).ToJson(indented: false), Is.EqualTo(json));
    }

    // The comparer must see each field, else the round trips above show nothing; and the reader must read each one.
    [Test]
    public void Read_WithoutAnyOneField_IsAnotherDocument()
    {
        var whole = Samples.Read(Samples.Rich).Document;
        var places = JsonPlaces.Fields(JsonNode.Parse(Samples.Rich)!).ToList();
        Assert.That(places, Has.Count.GreaterThan(60));
        foreach (var place in places.Where(place => place != "$.schemaVersion"))
        {
            var without = Samples.Read(JsonPlaces.Without(Samples.Rich, place));
            if (without.Document is { } document)
            {
                Assert.That(DeepEqual.FirstDifference(whole, document), Is.Not.Null, place);
            }
            else
            {
                // The one field that must be there.
                Assert.That(place, Does.EndWith(".percentage.of"));
            }
        }
    }
}
