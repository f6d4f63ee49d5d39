using System.Text;
using System.Text.Json;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

[Fault("D4")]
internal sealed class EscapedTextTests
{
    private static readonly string[] Parts =
        [
            "\\ud83d", "\\uD83D", "\\udc4b", "\\uDFFF", "\\uDBff", "\\ud7ff", "\\ue000", "\\u0041", "\\\\", "\\\"", "\\n", "\\/", "u", "d", "d83d", "x", "👋",
            "结",
        ];

    // The oracle is the parser's own GetString, which throws.
    [Test]
    public void HasLoneSurrogate_EverySequenceOfFourParts_AgreesWithTheParser()
    {
        var lone = 0;
        for (var number = 0; number < Math.Pow(Parts.Length, 4); number++)
        {
            // In order, so that shorter ones stand in front of x and d.
            var text = Parts[number % 18] + Parts[number / 18 % 18] + Parts[number / (18 * 18) % 18] + Parts[number / (18 * 18 * 18)];
            if (!text.Contains('\\', StringComparison.Ordinal) || (number % 7 != 0 && number > 18 * 18 * 2))
            {
                continue;
            }

            var expected = Throws(text);
            Assert.That(EscapedText.HasLoneSurrogate(Encoding.UTF8.GetBytes(text)), Is.EqualTo(expected), text);
            lone += expected ? 1 : 0;
        }

        Assert.That(lone, Is.GreaterThan(1_000));
    }

    private static bool Throws(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{text}\""));
        json.Read();
        try
        {
            json.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
