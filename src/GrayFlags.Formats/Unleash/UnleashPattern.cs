using System.Text;
using System.Text.RegularExpressions;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Unleash;

/// <summary>Writes a regular expression of RE2 as one of .NET: classes of ASCII, and an end that is the end.</summary>
/// <remarks>https://github.com/google/re2/wiki/Syntax</remarks>
internal static class UnleashPattern
{
    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = "\\x00-\\x7F", ["blank"] = "\\t ", ["cntrl"] = "\\x00-\\x1F\\x7F", ["digit"] = "0-9",
        ["graph"] = "!-~", ["lower"] = "a-z", ["print"] = " -~", ["punct"] = "!-/:-@\\[-`{-~", ["space"] = "\\t\\n\\v\\f\\r ", ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f",
    };

    private static readonly Dictionary<char, string> Perl = new()
    {
        ['d'] = "0-9", ['w'] = "0-9A-Za-z_", ['s'] = "\\t\\n\\f\\r ",
    };

    /// <summary>Translates; false for what is no pattern of RE2, which matches nothing there.</summary>
    public static bool TryTranslate(string pattern, bool ignoresCase, out string translated)
    {
        translated = (ignoresCase ? "(?i)" : "") + Translate(pattern);
        if (HasForeignFlag(pattern))
        {
            return false;
        }

        try
        {
            // Neither has look-arounds or backreferences. Only tried: what matches is compiled with its document.
#pragma warning disable RS0030
            _ = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
#pragma warning restore RS0030
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 8);
        var isMultiline = pattern.Contains("(?m", StringComparison.Ordinal);
        var isInClass = false;
        var start = 0;
        for (var index = 0; index < pattern.Length; index++)
        {
            var next = pattern[index];
            if (next == '\\' && index + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++index], isInClass));
            }
            else if (isInClass && next == '[' && TryPosix(pattern, index, out var members, out var end))
            {
                text.Append(members);
                index = end;
            }
            else if (!isInClass && next == '$' && !isMultiline)
            {
                text.Append("\\z");
            }
            else if (next == '(' && pattern.AsSpan(index).StartsWith("(?P<", StringComparison.Ordinal))
            {
                text.Append("(?<");
                index += "(?P<".Length - 1;
            }
            else
            {
                // A bracket that opens nothing inside a class would take characters out of it in .NET.
                text.Append(isInClass && next == '[' ? "\\[" : next.ToString());
                var isFirst = isInClass && (index == start + 1 || (index == start + 2 && pattern[start + 1] == '^'));
                start = !isInClass && next == '[' ? index : start;
                isInClass = isInClass ? next != ']' || isFirst : next == '[';
            }
        }

        return text.ToString();
    }

    private static string Escape(char letter, bool isInClass)
    {
        if (Perl.TryGetValue(char.ToLowerInvariant(letter), out var members))
        {
            return (isInClass, char.IsLower(letter)) switch
            {
                (true, true) => members,
                (false, var isPlain) => $"[{(isPlain ? "" : "^")}{members}]",
                _ => throw new NotExpressibleException($"a pattern has \\{letter} inside brackets, which is of ASCII there and of all scripts here"),
            };
        }

        return "\\" + letter;
    }

    // Those of .NET alone: RE2 takes no pattern that has one.
    private static bool HasForeignFlag(string pattern)
    {
        for (var index = pattern.IndexOf("(?", StringComparison.Ordinal); index >= 0; index = pattern.IndexOf("(?", index + 1, StringComparison.Ordinal))
        {
            var flags = pattern.AsSpan(index + "(?".Length);
            var end = flags.IndexOfAny(')', ':', '<');
            if (end > 0 && flags[..end].IndexOfAny('x', 'n') >= 0 && !flags[..end].Contains('P'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryPosix(string pattern, int start, out string? members, out int end)
    {
        members = null;
        end = pattern.IndexOf(":]", start, StringComparison.Ordinal) + 1;
        return end > start + 1 && pattern[start + 1] == ':' && Posix.TryGetValue(pattern[(start + 2)..(end - 1)], out members);
    }
}
