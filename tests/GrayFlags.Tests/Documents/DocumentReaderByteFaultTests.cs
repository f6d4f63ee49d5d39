using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>
/// Every cut and every broken byte of a document of 2 KB: a document or problems, never an exception, and nothing of the text shown that is not at fault.
/// </summary>
[Fault("D1"), Fault("F3")]
internal sealed class DocumentReaderByteFaultTests
{
    private const string Canary = "S3CR3T-alice@example.org";

    private static readonly string Text = Samples.Rich.Replace("\"u-1\"", $"\"{Canary}\"", StringComparison.Ordinal);
    private static readonly byte[] Whole = Encoding.UTF8.GetBytes(Text);
    private static readonly int Lines = Text.Split('\n').Length;

    [TestCase(true)]
    [TestCase(false)]
    public void Read_EveryPrefix_IsRefused(bool comments)
    {
        var options = new DocumentReaderOptions { AllowComments = comments };
        Assert.That(Whole, Has.Length.GreaterThan(2_000));
        Assert.That(Whole[^1], Is.EqualTo((byte)'}'));
        for (var length = 0; length < Whole.Length; length++)
        {
            var result = FlagDocument.Read(Whole.AsSpan(0, length), options);

            Assert.That(result.Document, Is.Null, $"{length} bytes");
            Assert.That(result.Off, Is.Null, $"{length} bytes");
            Check(result, $"{length} bytes");
        }

        Assert.That(FlagDocument.Read(Whole, options).Document, Is.Not.Null);
    }

    [Fault("X27")]
    [Test]
    public void Read_EveryByteChanged_IsADocumentOrProblems()
    {
        var bytes = Whole.ToArray();
        var (good, bad) = (0, 0);
        for (var index = 0; index < bytes.Length; index++)
        {
            var before = bytes[index];
            foreach (var changed in Changes(before))
            {
                bytes[index] = changed;
                var result = FlagDocument.Read(bytes);
                Check(result, $"byte {index} became {changed}");
                _ = result.Document is null ? bad++ : good++;
            }

            bytes[index] = before;
        }

        // Both happen, many times: a letter of a description may change, a bracket may not.
        Assert.That(good, Is.GreaterThan(1_000));
        Assert.That(bad, Is.GreaterThan(1_000));
        Assert.That(FlagDocument.Read(bytes).Document, Is.Not.Null);
    }

    // Each bit flipped, and the characters that mean most to a parser.
    private static IEnumerable<byte> Changes(byte before) =>
        [.. Enumerable.Range(0, 8).Select(bit => (byte)(before ^ (1 << bit))), 0, .. "\"\\{},/"u8.ToArray(), 0xFF];

    private static void Check(DocumentReadResult result, string what)
    {
        if (result.Document is not null)
        {
            Assert.That(result.Problems, Is.Empty, what);
            Assert.That(result.Off, Is.SameAs(result.Document.Off), what);
            return;
        }

        Assert.That(result.Problems, Is.Not.Empty, what);
        foreach (var problem in result.Problems)
        {
            Assert.That(problem.Line, Is.InRange(1, Lines + 1), what);
            Assert.That(problem.ToString().Any(char.IsControl), Is.False, what);
            Assert.That(problem.ToString(), Does.Not.Contain("S3CR3T").And.Not.Contain("alice"), what);
        }
    }
}
