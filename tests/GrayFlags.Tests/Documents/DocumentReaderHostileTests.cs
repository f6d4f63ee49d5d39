using System.Globalization;
using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>Documents made to hurt: depth, size, names. Each is read to an answer.</summary>
internal sealed class DocumentReaderHostileTests
{
    private static readonly DocumentReaderOptions Roomy = new() { Limits = new() { MaxBytes = 32 * 1024 * 1024 } };

    [Fault("D3")]
    [TestCase(33)]
    [TestCase(65)]
    [TestCase(1_000)]
    [TestCase(100_000)]
    public void Read_TooDeep_IsRefusedByTheNamedLimit(int depth)
    {
        // The root object is one level, so the list in metadata has one less.
        string[] nested =
        [
            Nested("metadata", depth - 1), Nested("what", depth - 1), new string('[', depth) + new string(']', depth), Nested("off", depth - 1),
        ];
        foreach (var json in nested)
        {
            Assert.That(Samples.Read(json).Problems[^1].Message, Is.EqualTo("objects and lists are nested deeper than 32, the limit MaxDepth"));
        }
    }

    [Fault("D3")]
    [Test]
    public void Read_AsDeepAsAllowed_IsRead()
    {
        Assert.That(Samples.Read(Nested("metadata", 31)).Document, Is.Not.Null);
        Assert.That(Samples.Read(Nested("metadata", 99), new DocumentReaderOptions { Limits = new() { MaxDepth = 100 } }).Document, Is.Not.Null);
    }

    [Fault("D3")]
    [Test]
    public void Read_CutAtTheGreatestDepth_IsCutAndNotTooDeep() =>
        Assert.That(Samples.Read("{ \"metadata\": " + new string('[', 31)).Problems.Single().Message, Does.Contain("the text ends before the document does"));

    [Fault("D11")]
    [TestCase(10_000, true)]
    [TestCase(10_001, false)]
    public void Read_ManyFlags_AreLimitedByName(int count, bool allowed) =>
        Expect(Samples.Read($"{{ \"flags\": {{ {Many(count, "\"f{0}\": true")} }} }}"), allowed, "10001 flags are more than 10000, the limit MaxFlags");

    [Fault("D11")]
    [TestCase(10_000, true)]
    [TestCase(10_001, false)]
    public void Read_ManySegments_AreLimitedByName(int count, bool allowed) =>
        Expect(
            Samples.Read($"{{ \"segments\": {{ {Many(count, "\"s{0}\": {{}}")} }} }}"),
            allowed,
            "10001 segments are more than 10000, the limit MaxSegments");

    [Fault("D11")]
    [TestCase(100_000, true)]
    [TestCase(100_001, false)]
    public void Read_ManyUsers_AreLimitedByName(int count, bool allowed) =>
        Expect(
            Samples.Read(BadDocuments.Rule($"\"users\": [{Many(count, "\"u{0}\"")}]")),
            allowed,
            "100001 entries are more than 100000, the limit MaxListEntries");

    [Fault("D11")]
    [TestCase("\"description\": {0}", 65_536, true)]
    [TestCase("\"description\": {0}", 65_537, false)]
    [TestCase("\"off\": [{0}]", 65_537, false)]
    [TestCase("\"metadata\": {0}", 65_536, true)]
    [TestCase("\"metadata\": [{0}]", 65_537, false)]
    [TestCase("\"metadata\": {{ {0}: 1 }}", 65_537, false)]
    public void Read_LongText_IsLimitedByName(string field, int length, bool allowed) =>
        Expect(
            Samples.Read($"{{ {string.Format(CultureInfo.InvariantCulture, field, "\"" + new string('x', length) + "\"")} }}"),
            allowed,
            "a text of 65537 characters is longer than 65536, the limit MaxTextLength");

    [Fault("D11")]
    [Test]
    public void Read_LongTextOfManyBytes_IsMeasuredInCharacters()
    {
        var text = string.Concat(Enumerable.Repeat("\\u0041结", 32_768));

        Assert.That(Samples.Read($"{{ \"metadata\": \"{text}\", \"description\": \"{text}\" }}").Problems, Is.Empty);
    }

    [Fault("D11"), Fault("F13"), Fault("X2")]
    [TestCase(0, true)]
    [TestCase(1, false)]
    public void Read_LargeText_IsLimitedByName(int beyond, bool allowed)
    {
        var utf8 = new byte[(8 * 1024 * 1024) + beyond];
        utf8.AsSpan().Fill((byte)' ');
        "{}"u8.CopyTo(utf8);

        Expect(FlagDocument.Read(utf8), allowed, "the document is larger than 8388608 bytes, the limit MaxBytes");
    }

    // A million mistakes: what is kept of them must stay small.
    [Fault("X2")]
    [TestCase("{{ \"off\": [{0}] }}", "0")]
    [TestCase("{{ \"off\": [{0}] }}", "\"\\ud800\"")]
    [TestCase("{{ \"metadata\": [{0}] }}", "\"\\ud800\"")]
    [TestCase("{{ {0} }}", "\"\\ud800\":0")]
    [TestCase("{{ {0} }}", "\"x\":0")]
    [TestCase("{{ \"flags\": {{ {0} }} }}", "\"x\":0")]
    public void Read_AMillionMistakes_KeepsAThousandAndCountsTheRest(string frame, string mistake)
    {
        const int Million = 1_000_000;

        var result = Samples.Read(string.Format(CultureInfo.InvariantCulture, frame, string.Join(',', Enumerable.Repeat(mistake, Million))), Roomy);

        Assert.That(result.Problems, Has.Count.EqualTo(1_001));
        Assert.That(result.Problems[^1].Message, Does.EndWith(" more problems are not listed"));
    }

    [Fault("D15"), Fault("X12")]
    [TestCase("a\\r\\nINFO forged", "a\\u{d}\\u{a}INFO forged")]
    [TestCase("a\\u0000b", "a\\u{0}b")]
    [TestCase("\\u001b[31m", "\\u{1b}[31m")]
    [TestCase("\\u0085\\u009b", "\\u{85}\\u{9b}")]
    [TestCase("\\u2028\\u2029", "\\u{2028}\\u{2029}")]
    [TestCase("\\u202a\\u202e\\u2066\\u2069", "\\u{202a}\\u{202e}\\u{2066}\\u{2069}")]
    [TestCase("\\ufeff\\u200b\\u200f", "\\u{feff}\\u{200b}\\u{200f}")]
    [TestCase("__proto__", "__proto__")]
    [TestCase("../x", "../x")]
    [TestCase("", "''")]
    [TestCase(" ", " ")]
    [TestCase("👋", "👋")]
    [TestCase("e\\u0301", "e\u0301")]
    public void Read_HostileName_IsShownOnOneLineWithoutMarks(string name, string shown)
    {
        // As the name of a flag, of an unknown field, of a flag given twice, and as a value.
        var result = Samples.Read($$"""{ "flags": { "{{name}}": 1, "{{name}}": true }, "{{name}}": 1, "version": "{{name}}" }""");

        Assert.That(result.Problems.Select(problem => problem.Path), Is.EqualTo(new[] { "flags." + shown, "flags." + shown, shown, "version" }));
        Assert.That(result.Problems[2].Message, Does.StartWith(name.Length == 0 ? "'' is not a field here" : $"'{shown}' is not a field here"));
        Assert.That(result.Problems[3].Message, Does.StartWith(name.Length == 0 ? "'' is found" : $"'{shown}' is found"));
        Assert.That(Samples.Problems(result).Count(char.IsControl), Is.EqualTo(3), "only the breaks between the four problems");
    }

    [Fault("D15"), Fault("X12")]
    [Test]
    public void Read_LongName_IsWholeInThePathUpToTheLongestAllowedAndShortInTheMessage()
    {
        string allowed = new('n', 128), tooLong = new('m', 300);
        var result = Samples.Read($$"""{ "flags": { "{{allowed}}": 1, "{{tooLong}}": 1 }, "{{tooLong}}": 1 }""");

        Assert.That(
            result.Problems.Select(problem => problem.Path),
            Is.EqualTo(new[] { "flags." + allowed, "flags." + tooLong[..128] + "…", tooLong[..128] + "…" }));
        Assert.That(result.Problems[2].Message, Does.StartWith($"'{tooLong[..48]}…' is not a field here"));
    }

    [Fault("D15")]
    [Test]
    public void Read_ComposedAndDecomposedTwins_AreTwoNames()
    {
        // DESIGN.md: names are ordinal, not normalised.
        var document = Samples.Read("""{ "flags": { "caf\u00e9": true, "cafe\u0301": false } }""").Document!;

        Assert.That(document.Flags["caf\u00e9"].Static, Is.True);
        Assert.That(document.Flags["cafe\u0301"].Static, Is.False);
    }

    private static void Expect(DocumentReadResult result, bool allowed, string message)
    {
        Assert.That(result.Document is not null, Is.EqualTo(allowed));
        Assert.That(result.Problems.Select(problem => problem.Message), Is.EqualTo(allowed ? [] : new[] { message }));
    }

    private static string Nested(string field, int depth) => $"{{ \"{field}\": {new string('[', depth)}{new string(']', depth)} }}";

    private static string Many(int count, string format)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            text.Append(index == 0 ? "" : ",").AppendFormat(CultureInfo.InvariantCulture, format, index);
        }

        return text.ToString();
    }
}
