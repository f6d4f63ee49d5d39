using System.Text;
using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>Problems name the character in their line, from 1, as editors count: UTF-16 code units, not bytes.</summary>
internal sealed class ProblemColumnTests
{
    // The place is where ↓ stands, which is taken out before the text is read.
    [TestCase("""{ "flags": { "a": ↓3 } }""")]
    [TestCase("""{ "flags": { "a": true }, ↓"flgs": {} }""")]
    [TestCase("{\n\t\"flags\": {\r\n\t\t\"a\": ↓3 } }")]
    [TestCase("""{ "description": "灰度发布", "flags": { "a": ↓3 } }""")]
    [TestCase("{\n\"description\": \"灰度\", \"flags\": { \"结账\": { \"description\": \"é\uD83D\uDE00\", \"rules\": ↓3 } } }")]
    [TestCase("{\n\"description\": \"é\uD83D\uDE00\",\n \"flags\": { \"a\": ↓3 } }")]
    [TestCase("""{ "flags": { "a": tru↓ } }""")]
    [TestCase("{ \"description\": \"灰度\",\n  \"flags\": { \"灰\": true,, } }", 24)]
    [TestCase("{\n  \"flags\": {", 13)]
    public void Read_Mistake_NamesItsColumn(string text, int column = 0)
    {
        var at = text.IndexOf('↓', StringComparison.Ordinal);
        var json = text.Replace("↓", "", StringComparison.Ordinal);
        foreach (var utf8 in new[] { Encoding.UTF8.GetBytes(json), Encoding.UTF8.GetBytes("\uFEFF" + json) })
        {
            var problem = FlagDocument.Read(utf8).Problems[0];

            Assert.That(problem.Column, Is.EqualTo(at < 0 ? column : at - text.LastIndexOf('\n', at)), problem.ToString());
        }
    }

    [Test]
    public void Compile_Mistake_NamesTheColumnOfItsField()
    {
        var document = FlagDocument.Parse(
            "{ \"description\": \"灰度\", \"flags\": {\n  \"结账\": { \"rules\": { \"a\": {\n    \"segments\": [\"staff\"] } } } } }");

        var problem = GrayEvaluator.FindProblems(document).Single();

        Assert.That((problem.Line, problem.Column), Is.EqualTo((3, 17)), problem.ToString());
    }

    [Test]
    public void Compile_MistakeInOneLine_NamesTheColumnOfItsRule()
    {
        var document = FlagDocument.Parse("""{ "flags": { "f": { "rules": { "a": { "segments": ["staff"] } } } } }""");

        Assert.That(GrayEvaluator.FindProblems(document).Single().Column, Is.EqualTo(37));
    }

    [Test]
    public void Read_NotUnicode_NamesTheColumn()
    {
        byte[] utf8 = [.. "{\n\"a\": \"é"u8, 0xFF, .. "\" }"u8];

        Assert.That(FlagDocument.Read(utf8).Problems.Single(), Has.Property("Line").EqualTo(2).And.Property("Column").EqualTo(8));
        Assert.That(
            Assert.Throws<GrayDocumentException>(() => FlagDocument.Parse("{\n\"é\": \"\uD83D\" }"))!.Problems.Single(),
            Has.Property("Line").EqualTo(2).And.Property("Column").EqualTo(7));
    }

    [Test]
    public void Problem_BuiltInCode_HasNone()
    {
        var document = new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { ["a b"] = true } };

        Assert.That(GrayEvaluator.FindProblems(document).Single(), Has.Property("Line").Null.And.Property("Column").Null);
    }
}
