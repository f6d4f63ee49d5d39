using GrayFlags.Documents.Problems;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

[Fault("X12")]
internal sealed class LogSafeTextTests
{
    [Test]
    public void Escape_EveryCharacter_LeavesNoControlOrDirectionMark()
    {
        // FAULTS.md X12: C0, C1, U+2028 and U+2029, U+202A to U+202E, U+2066 to U+2069.
        bool IsForbidden(char character) =>
            character is < ' ' or (>= '\u007f'
                and <= '\u009f') or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f' or '\ufeff';

        for (var character = char.MinValue; character < char.MaxValue; character++)
        {
            var shown = LogSafeText.Escape($"a{character}b");

            Assert.That(shown.Any(IsForbidden), Is.False, $"U+{(int)character:X4}");
            Assert.That((shown[0], shown[^1]), Is.EqualTo(('a', 'b')), $"U+{(int)character:X4}");
        }
    }

    [TestCase("plain, 结账 👋", "plain, 结账 👋")]
    [TestCase("a\nb", "a\\u{a}b")]
    [TestCase("\U000e0041", "\\u{e0041}")]
    public void Escape_KeepsWhatCanBeRead(string text, string shown) => Assert.That(LogSafeText.Escape(text), Is.EqualTo(shown));

    [Test]
    public void Escape_LoneSurrogate_IsTheReplacementCharacter() => Assert.That(LogSafeText.Escape("\ud83d!"), Is.EqualTo("\ufffd!"));

    [TestCase(47, 47)]
    [TestCase(48, 48)]
    [TestCase(49, 49)]
    [TestCase(1_000, 49)]
    public void Escape_LongText_EndsWithAnEllipsis(int length, int shown)
    {
        var text = LogSafeText.Escape(new string('x', length));

        Assert.That(text, Has.Length.EqualTo(shown));
        Assert.That(text.EndsWith('…'), Is.EqualTo(length > 48));
    }

    [Test]
    public void Join_Steps_MakesAPath() => Assert.That(DocumentPath.Join(["flags", "a.b", "users", "[2]"]), Is.EqualTo("flags.a.b.users[2]"));
}
