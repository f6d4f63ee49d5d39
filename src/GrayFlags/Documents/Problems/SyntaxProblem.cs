using System.Text;
using System.Text.Json;

namespace GrayFlags.Documents.Problems;

/// <summary>Says why a text is not JSON, or nested too deep, once the parser has given up.</summary>
/// <remarks>
/// The parser's own sentence is never shown: for a broken literal it quotes the whole rest of the document, which may hold people's
/// addresses, and an app that is trimmed with UseSystemResourceKeys has no sentences at all. One character is all we show.
/// </remarks>
internal static class SyntaxProblem
{
    public static string Describe(ReadOnlySpan<byte> utf8, JsonException exception, JsonReaderOptions options)
    {
        if (IsTooDeep(utf8, options))
        {
            return ProblemText.TooDeep(options.MaxDepth);
        }

        var isStrict = options.CommentHandling == JsonCommentHandling.Disallow;
        var rest = utf8[TextPositions.OffsetOf(utf8, exception)..];
        return ProblemText.Syntax(rest switch
        {
            [] => ProblemText.EndsTooEarly,
            [0, ..] => ProblemText.NulByte,
            [< 0x20, ..] => ProblemText.ControlCharacter,
            [(byte)'/', ..] when isStrict => ProblemText.CommentNotAllowed,
            [(byte)'/', (byte)'*', ..] => ProblemText.EndsTooEarly,
            [(byte)']' or (byte)'}', ..] when isStrict && FollowsComma(utf8[..^rest.Length]) => ProblemText.TrailingCommaNotAllowed,
            [(byte)'"', ..] => ProblemText.UnexpectedQuote,
            [(byte)'\'' or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z'), ..] => ProblemText.UnexpectedWord(First(rest)),
            _ => ProblemText.Unexpected(First(rest)),
        });
    }

    // The same text is read once more with room for one more level: the parser says only in words what made it stop.
    private static bool IsTooDeep(ReadOnlySpan<byte> utf8, JsonReaderOptions options)
    {
        if (options.MaxDepth == int.MaxValue)
        {
            return false;
        }

        var deeper = new Utf8JsonReader(utf8, options with { MaxDepth = options.MaxDepth + 1 });
        try
        {
            while (deeper.Read())
            {
                if (deeper.CurrentDepth == options.MaxDepth && deeper.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before it became too deep.
        }

        return false;
    }

    private static bool FollowsComma(ReadOnlySpan<byte> before) => before.TrimEnd(" \t\r\n"u8) is [.., (byte)','];

    private static string First(ReadOnlySpan<byte> rest)
    {
        // In the middle of a character this is U+FFFD, which is good enough to be shown.
        Rune.DecodeFromUtf8(rest, out var rune, out _);
        return LogSafeText.Quote(rune.ToString());
    }
}
