using System.Text;
using GrayFlags.Bucketing;
using NUnit.Framework;

namespace GrayFlags.Tests.Bucketing;

[NonParallelizable]
public sealed class TextHashTests
{
    private const int MaxLength = 2000;
    private const string High = "\ud83d";
    private const string Low = "\ude00";

    // The oracle is the one-shot hash of the bytes that Encoding.UTF8 makes, which the golden vectors hold.
    // Each pattern is repeated to every length, so each of its characters meets each border, and the last one may be cut in half.
    [TestCase("a", TestName = "EveryLength_Ascii")]
    [TestCase("é", TestName = "EveryLength_TwoBytes")]
    [TestCase("用户编号", TestName = "EveryLength_Chinese")]
    [TestCase(High + Low, TestName = "EveryLength_Emoji")]
    [TestCase("a" + High + Low, TestName = "EveryLength_EmojiOff")]
    [TestCase("user-é用" + High + Low + "0", TestName = "EveryLength_Mixed")]
    [TestCase(High, TestName = "EveryLength_LoneHigh")]
    [TestCase(Low, TestName = "EveryLength_LoneLow")]
    [TestCase(Low + High, TestName = "EveryLength_PairReversed")]
    [TestCase("ab" + High + "c" + High + Low + Low, TestName = "EveryLength_LoneAmongPairs")]
    public void Text_EveryLength_EqualsHashOfUtf8(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, (MaxLength / pattern.Length) + 1));
        for (var length = 0; length <= MaxLength; length++)
        {
            AssertEqualsHashOfUtf8(text[..length]);
        }
    }

    // One character that is not ASCII, at each place of each length the fast path takes and of those beside it.
    [TestCase("\u0080")]
    [TestCase("\u00e1")]
    [TestCase("\u0161")]
    [TestCase("\u7f7f")]
    [TestCase("\uff61")]
    [TestCase(High)]
    [TestCase(Low)]
    public void ShortText_OneCharacterNotAscii_EqualsHashOfUtf8(string odd)
    {
        const string Ascii = "\u007f\u0000@user-0123456789~";
        for (var length = 1; length <= Ascii.Length; length++)
        {
            for (var at = 0; at < length; at++)
            {
                AssertEqualsHashOfUtf8(string.Concat(Ascii.AsSpan(0, at), odd, Ascii.AsSpan(at + 1, length - at - 1)));
            }
        }
    }

    [Test]
    public void ShortText_SliceOfALongerOne_SeesItsOwnCharactersOnly()
    {
        const string Text = "0123456789abcdefghijklmnopqrstuvwxyz用户";
        for (var start = 0; start <= Text.Length; start++)
        {
            for (var length = 0; length <= Text.Length - start; length++)
            {
                var slice = Text.AsSpan(start, length);
                Assert.That(TextHash.Of(slice), Is.EqualTo(TextHash.Of(new string(slice))));
                AssertEqualsHashOfUtf8(new string(slice));
            }
        }
    }

    [TestCase("user-00000000001", 1, TestName = "NoAllocation_SixteenCharacters")]
    [TestCase("u-1", 1, TestName = "NoAllocation_Short")]
    [TestCase("用户-13800138000", 1, TestName = "NoAllocation_Chinese")]
    [TestCase("0123456789", 1000, TestName = "NoAllocation_TenThousandCharacters")]
    [TestCase("用户编号" + High, 2000, TestName = "NoAllocation_TenThousandChineseAndBroken")]
    public void Text_AnyLength_AllocatesNothing(string pattern, int times)
    {
        const int Calls = 100;
        var text = string.Concat(Enumerable.Repeat(pattern, times));
        var sum = TextHash.Of(text) + TextHash.X86_32(text, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            sum += TextHash.Of(text) + TextHash.X86_32(text, 1);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.Zero, $"sum {sum}");
    }

    private static void AssertEqualsHashOfUtf8(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var expected = (MurmurHash3.X64_128(bytes, out _), MurmurHash3.X86_32(bytes, 7));
        if ((TextHash.Of(text), TextHash.X86_32(text, 7)) != expected)
        {
            Assert.Fail(
                $"The text of {text.Length} characters '{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}' hashes otherwise than its UTF-8.");
        }
    }
}
