using System.Text;
using GrayFlags.Documents.Reading;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>A text that comes again is one string, and never another's.</summary>
public sealed class StringPoolTests
{
    [Test]
    public void ATextThatComesAgain_IsTheSameString()
    {
        var texts = new StringPool();

        var first = texts.Find("payments"u8);
        Assert.That(first, Is.EqualTo("payments"));
        Assert.That(texts.Find("payments"u8), Is.SameAs(first));
        Assert.That(texts.Find([]), Is.Null);
        Assert.That(texts.Find(new byte[33]), Is.Null);
    }

    // Ten times as many as there are places, all alike at their ends, so that they meet in few of them.
    [TestCase("")]
    [TestCase("é")]
    [TestCase("北京")]
    public void TextsThatMeetInOnePlace_AreKeptApart(string middle)
    {
        var texts = new StringPool();
        for (var turn = 0; turn < 2; turn++)
        {
            for (var number = 0; number < 5_000; number++)
            {
                var text = $"startend{middle}{number % 97:00}{number:0000}startend";

                Assert.That(texts.Find(Encoding.UTF8.GetBytes(text)), Is.EqualTo(text));
            }
        }
    }
}
