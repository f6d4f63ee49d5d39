using System.Runtime.CompilerServices;

namespace GrayFlags.Engines;

/// <summary>Texts on their way into an engine: the same ones are allowed in each.</summary>
internal static class EngineText
{
    /// <summary>The greatest length of a document's name.</summary>
    public const int MaxNameLength = 200;

    private const char Replacement = '\uFFFD';

    /// <summary>Refuses a key that some engine cannot keep as it is: with a NUL character, or half of a surrogate pair.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It cannot be kept.</exception>
    public static void ThrowIfNotKey(string? key, [CallerArgumentExpression(nameof(key))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(key, parameter);

        if (FirstOdd(key) is >= 0 and var odd)
        {
            throw new ArgumentException($"Character {odd} is NUL or half of a surrogate pair, which no engine keeps.", parameter);
        }
    }

    /// <summary>Refuses what is no name of a document: 1 to 200 characters without control characters.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is no name.</exception>
    public static void ThrowIfNotName(string? name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ThrowIfNotKey(name, parameter);

        if (name!.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
        {
            throw new ArgumentException($"A name has 1 to {MaxNameLength} characters and no control characters.", parameter);
        }
    }

    /// <summary>A text for people, such as a reason: what no engine can keep is replaced by the character for that, U+FFFD.</summary>
    public static string Storable(string? text)
    {
        if (text is null || FirstOdd(text) < 0)
        {
            return text ?? "";
        }

        return string.Create(text.Length, text, static (span, source) =>
        {
            source.CopyTo(span);
            for (var odd = FirstOdd(span); odd >= 0; odd = FirstOdd(span, odd + 1))
            {
                span[odd] = Replacement;
            }
        });
    }

    private static int FirstOdd(ReadOnlySpan<char> text, int from = 0)
    {
        for (var index = from; index < text.Length; index++)
        {
            if (text[index] == '\0')
            {
                return index;
            }

            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[index]) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))
            {
                return index;
            }

            index++;
        }

        return -1;
    }
}
