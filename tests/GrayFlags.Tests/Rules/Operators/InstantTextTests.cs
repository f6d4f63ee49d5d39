using System.Globalization;
using GrayFlags.Rules.Operators;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Operators;

public sealed class InstantTextTests
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
            var text = instant.ToString(random.Next(3) switch { 0 => "yyyy-MM-ddTHH:mm", 1 => "yyyy-MM-ddTHH:mm:ss", _ => "yyyy-MM-ddTHH:mm:ss.FFFFFFF" }, CultureInfo.InvariantCulture)
                + new[] { "Z", "+00:00", "-00:00", "+08:00", "-09:30", "+14:00", "+14:01", "+15:00" }[random.Next(8)];
            if (random.Next(2) == 0)
            {
                var at = random.Next(text.Length);
                text = text[..at] + "0123456789T:-+.Z "[random.Next(17)] + text[(at + random.Next(2))..];
            }

            var expected = DateTimeOffset.TryParseExact(text.EndsWith('Z') ? text[..^1] + "+00:00" : text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);

            // The framework's formats also take a point without digits behind it.
            expected &= !text.Contains(".+", StringComparison.Ordinal) && !text.Contains(".-", StringComparison.Ordinal) && !text.EndsWith(".Z", StringComparison.Ordinal);
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
    [TestCase("2026-12-01T23:59:60Z", false)]
    [TestCase("2026-12-01t00:00:00Z", false)]
    [TestCase("2026-12-01T00:00:00z", false)]
    [TestCase("2026-12-01 00:00:00Z", false)]
    [TestCase("2026-12-01T00:00:00", false)]
    [TestCase("2026-12-01T00:00:00.12345678Z", false)]
    [TestCase("2026-12-01T00:00:00+0800", false)]
    [TestCase("2026-12-01", false)]
    [TestCase("", false)]
    public void Text_AtTheEdges(string text, bool isGood) => Assert.That(InstantText.TryParse(text, out _), Is.EqualTo(isGood));
}
