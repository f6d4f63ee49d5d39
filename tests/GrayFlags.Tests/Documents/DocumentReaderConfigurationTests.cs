using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>Text of a configuration, where every literal is a text, and the reader under cultures that write numbers and dates otherwise.</summary>
internal sealed class DocumentReaderConfigurationTests
{
    private const string Literals = """
        {
          "schemaVersion": "1", "version": " 42 ", "issuedAt": "2026-12-01T00:00:00Z",
          "flags": {
            "on": "True", "off": " false ",
            "split": { "enabled": "FALSE", "rules": { "r": { "priority": "-7", "percentage": "12.5", "serve": "False" },
                "q": { "percentage": { "of": "25", "from": "0.001" } } } }
          }
        }
        """;

    [Test]
    public void Read_LiteralsAsText_ReadAsWhatTheyMean()
    {
        var json = Samples.Read("""
            {
              "schemaVersion": 1, "version": 42, "issuedAt": "2026-12-01T00:00:00Z",
              "flags": {
                "on": true, "off": false,
                "split": { "enabled": false, "rules": { "r": { "priority": -7, "percentage": 12.5, "serve": false },
                    "q": { "percentage": { "of": 25, "from": 0.001 } } } }
              }
            }
            """);

        Assert.That(json.Document, Is.Not.Null);
        Assert.That(DeepEqual.FirstDifference(json.Document, Samples.ReadConfiguration(Literals).Document), Is.Null);
    }

    [Fault("C5")]
    [TestCase("percentage", "12,5", "12,5 is not a percentage")]
    [TestCase("percentage", "0x10", "0x10 is not a percentage")]
    [TestCase("percentage", "25%%", "25%% is not a percentage")]
    [TestCase("percentage", "２５％", "'２５％' is not a percentage")]
    [TestCase("percentage", "", "'' is not a percentage")]
    [TestCase("percentage", "NaN", "'NaN' is not a percentage")]
    [TestCase("percentage", "+25", "'+25' is not a percentage")]
    [TestCase("percentage", "1 000", "1 000 is not a percentage")]
    [TestCase("percentage", "٢٥", "'٢٥' is not a percentage")]
    [TestCase("percentage", "1e-40", "1e-40 is not a percentage")]
    [TestCase("enabled", "yes", "'yes' is found where true or false is expected")]
    [TestCase("enabled", "", "'' is found where true or false is expected")]
    [TestCase("priority", "1.0", "1.0 is not allowed; a whole number from")]
    [TestCase("priority", "x", "'x' is found where a whole number is expected")]
    [TestCase("users", "\\ud83d", "the text holds one half of a surrogate pair")]
    public void Read_TextThatIsNoSuchLiteral_IsAProblemWithoutALine(string field, string text, string message)
    {
        var problem = Samples.ReadConfiguration($$"""{ "flags": {{{'\n'}} "a": { "rules": { "r": { "{{field}}": "{{text}}" } } } } }""").Problems.Single();

        Assert.That(problem.Path, Is.EqualTo("flags.a.rules.r." + field));
        Assert.That(problem.Message, Does.StartWith(message));
        Assert.That(problem.Line, Is.Null);
    }

    [TestCase("")]
    [TestCase("{ \"flags\": tru }")]
    [TestCase("{ \"metadata\": {\n\"a\": \"\\ud800\" } }")]
    [TestCase("\0\0")]
    public void Read_AnyProblemOfAConfiguration_HasNoLine(string json) =>
        Assert.That(Samples.ReadConfiguration(json).Problems.Select(problem => problem.Line), Is.EqualTo(new int?[] { null }));

    [Test]
    public void Read_ShortFormAsText_IsRefusedWithTheRightWords()
    {
        var problem = Samples.ReadConfiguration("""{ "flags": { "a": "on" } }""").Problems.Single();

        Assert.That(problem.Message, Is.EqualTo("'on' is found where true, false or an object is expected; write true"));
    }

    [Fault("E5")]
    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public void Read_UnderAnyCulture_GivesTheSameDocumentAndWritesTheSameText(string culture)
    {
        var (rich, literals, problems, text) = ReadAll();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            // The culture must be one that could go wrong, else this shows nothing.
            Assert.That($"{12.5m:0.0} {new DateTime(2026, 12, 1):d}", Is.Not.EqualTo("12.5 12/01/2026"));

            var there = ReadAll();
            Assert.That(DeepEqual.FirstDifference(rich, there.Rich), Is.Null);
            Assert.That(DeepEqual.FirstDifference(literals, there.Literals), Is.Null);
            Assert.That(there.Problems, Is.EqualTo(problems));
            Assert.That(there.Text, Is.EqualTo(text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Fields with an i, which tr-TR upper-cases otherwise, in both casings.
    private static (FlagDocument Rich, FlagDocument Literals, string Problems, string Text) ReadAll()
    {
        var rich = Samples.Read(Samples.Rich.Replace("\"issuedAt\"", "\"ISSUEDAT\"", StringComparison.Ordinal)
            .Replace("\"priority\"", "\"PRIORITY\"", StringComparison.Ordinal)).Document!;
        var literals = Samples.ReadConfiguration(Literals).Document!;
        var problems = Samples.Problems(
            Samples.Read("""{ "version": -12.5, "DESCRIPTIAN": 1, "flags": { "i": true, "I": true, "a": { "rules": { "r": { "percentage": 1e-99 } } } } }"""));
        return (rich, literals, problems, rich.ToJson());
    }
}
