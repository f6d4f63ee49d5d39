using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>Which of two documents is older.</summary>
[Fault("R12")]
internal sealed class DocumentAgeTests
{
    private static readonly DateTimeOffset TakenAt = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase("\"version\": 5", "\"version\": 4", "version 4, older than 5, which serves")]
    [TestCase("\"version\": 5", "\"version\": 5", null)]
    [TestCase("\"version\": 5", "", null, TestName = "Undated_Counts")]
    [TestCase(
        "\"issuedAt\": \"2026-06-01T00:00:00Z\"", "\"issuedAt\": \"2026-06-01T01:59:59+02:00\"",
        "a document issued at 2026-06-01T01:59:59.0000000+02:00, before 2026-06-01T00:00:00.0000000+00:00, which serves")]
    [TestCase(
        "\"issuedAt\": \"2026-06-02T12:00:00Z\"", "\"issuedAt\": \"2026-06-02T00:00:00Z\"",
        "a document issued at 2026-06-02T00:00:00.0000000+00:00, before 2026-06-02T12:00:00.0000000+00:00, which serves", TestName = "ADayAhead_Counts")]
    [TestCase("\"issuedAt\": \"2026-06-02T12:00:01Z\"", "\"issuedAt\": \"2026-06-02T00:00:00Z\"", null, TestName = "MoreThanADayAhead_DoesNotCount")]
    [TestCase("\"issuedAt\": \"9999-12-31T23:59:59.9999999Z\"", "\"issuedAt\": \"0001-01-01T00:00:00Z\"", null)]
    public void OlderReason(string serving, string other, string? expected) =>
        Assert.That(DocumentAge.OlderReason(Document(serving), TakenAt, Document(other), mustSay: false), Is.EqualTo(expected));

    [TestCase("\"version\": 5", "", true)]
    [TestCase("\"version\": 5", "\"issuedAt\": \"2026-06-01T00:00:00Z\"", true)]
    [TestCase("\"issuedAt\": \"2026-06-01T00:00:00Z\"", "\"version\": 5", true)]
    [TestCase("\"issuedAt\": \"2030-06-01T00:00:00Z\"", "", false, TestName = "MustSay_NotBesideATimeThatDoesNotCount")]
    [TestCase("", "", false)]
    [TestCase("\"version\": 5", "\"version\": 6", false)]
    public void OlderReason_WhereADocumentMustSay(string serving, string other, bool isRefused) =>
        Assert.That(DocumentAge.OlderReason(Document(serving), TakenAt, Document(other), mustSay: true) is not null, Is.EqualTo(isRefused));

    // Saved by a version of the library that took any number.
    [TestCase("9223372036854775807", null), TestCase("4000000000000000001", null), TestCase("4000000000000000000", 4_000_000_000_000_000_000)]
    public void OwnCopy_WithAVersionBeyondTheLargest_IsReadWithoutIt(string version, long? expected)
    {
        var read = FlagDocument.Read(
            Encoding.UTF8.GetBytes($$"""{ "version": {{version}}, "flags": { "f": true } }"""),
            new DocumentReaderOptions { IsOwnCopy = true });

        Assert.That(read.Document, Is.Not.Null);
        Assert.That(read.Document!.Version, Is.EqualTo(expected));
        Assert.That(read.Document.Flags, Has.Count.EqualTo(1));
    }

    private static FlagDocument Document(string field) => FlagDocument.Parse($"{{ {field} }}");
}
