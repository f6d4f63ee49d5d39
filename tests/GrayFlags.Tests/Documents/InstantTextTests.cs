using System.Globalization;
using System.Text.RegularExpressions;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Schema;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

public sealed partial class InstantTextTests
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];

    // Against the framework's parser of exact formats: good texts, and good texts with one character changed, left out or added.
    [Test]
    public void Text_IsReadAsTheFrameworkReadsIt()
    {
        var random = new Random(20261201);
        var (good, bad) = (0, 0);
        for (var index = 0; index < 50_000; index++)
        {
            var instant = new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
            var text = instant.ToString(
                random.Next(3) switch { 0 => "yyyy-MM-ddTHH:mm", 1 => "yyyy-MM-ddTHH:mm:ss", _ => "yyyy-MM-ddTHH:mm:ss.FFFFFFF" },
                CultureInfo.InvariantCulture)
                + new[] { "Z", "+00:00", "-00:00", "+08:00", "-09:30", "+14:00", "+14:01", "+15:00" }[random.Next(8)];
            if (random.Next(2) == 0)
            {
                var at = random.Next(text.Length);
                text = text[..at] + "0123456789T:-+.Z "[random.Next(17)] + text[(at + random.Next(2))..];
            }

            // A leap second is ours alone.
            var match = Form().Match(text);
            if (match.Groups["second"].Value == ":60")
            {
                continue;
            }

            // Written as the framework takes it: T, seven decimals at most, an offset with a colon and minutes.
            string Part(string name) => match.Groups[name].Value;
            var offset = Part("hours").Length == 0 ? "+00:00" : Part("hours") + ":" + (Part("minutes").Length == 0 ? "00" : Part("minutes"));
            var usual = Part("date") + "T" + Part("time") + Part("second") + (Part("decimals").Length > 8 ? Part("decimals")[..8] : Part("decimals")) + offset;
            var expected = DateTimeOffset.TryParseExact(match.Success ? usual : "", Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
            Assert.That(InstantText.TryParse(text, out var ticks), Is.EqualTo(expected), text);
            if (expected)
            {
                Assert.That(ticks, Is.EqualTo(read.UtcTicks), text);
            }

            (good, bad) = expected ? (good + 1, bad) : (good, bad + 1);
        }

        Assert.That(good, Is.GreaterThan(15_000));
        Assert.That(bad, Is.GreaterThan(15_000));
    }

    [TestCase("0001-01-01T00:00:00Z", true)]
    [TestCase("0001-01-01T00:00:00+00:01", false)]
    [TestCase("9999-12-31T23:59:59.9999999Z", true)]
    [TestCase("9999-12-31T23:59:59.9999999-00:01", false)]
    [TestCase("2024-02-29T00:00Z", true)]
    [TestCase("2026-02-29T00:00Z", false)]
    [TestCase("2026-12-01T24:00:00Z", false)]
    [TestCase("2026-12-01T23:59:60Z", true)]
    [TestCase("2026-12-01T23:59:60", false)]
    [TestCase("2026-12-01T22:59:60Z", false)]
    [TestCase("9999-12-31T23:59:60Z", false)]
    [TestCase("2026-12-01  00:00:00Z", false)]
    [TestCase("2026-12-01T00:00:00", false)]
    [TestCase("2026-12-01T00:00:00,5Z", true)]
    [TestCase("2026-12-01T00:00:00.Z", false)]
    [TestCase("2026-12-01T00:00:00.12345678Z", true)]
    [TestCase("2026-12-01T00:00:00+08:", false)]
    [TestCase("2026-12-01T00:00:00+8", false)]
    [TestCase("2026-12-01T00:00:00+080", false)]
    [TestCase("2026-12-01T00:00:00+08:00 SHANGHAI", false)]
    [TestCase("2026-12-01T00:00:00+08:00[Asia/Shanghai]", true)]
    [TestCase("2026-12-01T00:00:00+08:00[]", false)]
    [TestCase("2026-12-01T00:00:00+08:00[!u-ca=x]", false)]
    [TestCase("2026-12-01T00:00:00[Asia/Shanghai]", false)]
    [TestCase("2026-12-01T00:00:00 PST", false)]
    [TestCase("Tue, 01 Dec 2026 00:00 GMT", true)]
    [TestCase("Tue,01 Dec 2026 00:00:00 GMT", false)]
    [TestCase("Tue, 32 Dec 2026 00:00:00 GMT", false)]
    [TestCase("Tue, 01 Dez 2026 00:00:00 GMT", false)]
    [TestCase("Tuesday, 01-Dec-26 00:00:00 GMT", false)]
    [TestCase("Tue", false)]
    [TestCase("1", false)]
    [TestCase("1 ", false)]
    [TestCase("2026-12-01", false)]
    [TestCase("", false)]
    public void Text_AtTheEdges(string text, bool isGood) => Assert.That(InstantText.TryParse(text, out _), Is.EqualTo(isGood));

    // What the reader takes an editor may not mark as wrong.
    [TestCase("2026-12-01T00:00:00.123456789+08:00[Asia/Shanghai]")]
    [TestCase("2026-12-01 00:00:00 +0800 CST")]
    [TestCase("2026-12-01t00:00z")]
    [TestCase("2026-12-01 00:00:00,5+08")]
    [TestCase("Tue, 1 Dec 2026 00:00:00 GMT")]
    [TestCase("01 Dec 2026 00:00 +0800")]
    public void Text_ThatADocumentMayHave_IsGoodInTheSchema(string text)
    {
        using var schema = System.Text.Json.JsonDocument.Parse(File.ReadAllText(SchemaValidator.SchemaPath));
        var definitions = schema.RootElement.GetProperty("$defs");

        Assert.That(InstantText.TryParse(text, out _), Is.True);
        var expires = definitions.GetProperty("flag").GetProperty("oneOf")[1].GetProperty("properties").GetProperty("expires");
        foreach (var pattern in new[] { definitions.GetProperty("instant"), definitions.GetProperty("edge"), expires })
        {
            Assert.That(text, Does.Match(pattern.GetProperty("pattern").GetString()!));
        }
    }

    [GeneratedRegex(
        @"^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2})((?<second>:\d{2})(?<decimals>\.\d+)?)?( ?Z| ?(?<hours>[+-]\d{2})(:?(?<minutes>\d{2}))?)\z")]
    private static partial Regex Form();
}
