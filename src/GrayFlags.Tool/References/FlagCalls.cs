namespace GrayFlags.Tool.References;

/// <summary>Calls and attributes whose first argument is the name of a flag.</summary>
internal static class FlagCalls
{
    private const int MaxBack = 200;
    private const string Tag = "<gray";

    private static readonly HashSet<string> Methods = new(
        [
            "IsEnabled", "Evaluate", "GetValue", "Begin", "GetFlag", "Explain", "UpgradeAsync", "Upgrade", "RequireGrayFlag", "RequireGrayFlagAttribute",
            "WithGrayShadow", "Override", "AddGrayService", "TurnOffAsync", "TurnOnAsync", "GetStatus", "ApproveAsync", "PromoteAsync", "RollbackAsync",
            "RestartAsync", "OptOutAsync", "ReinstateAsync", "ReportAsync", "useFlag", "isEnabled",
        ],
        StringComparer.Ordinal);

    /// <summary>True when the literal that begins here is the name of a flag by the way it is used.</summary>
    public static bool IsNameAt(string source, int start)
    {
        var at = SkipSpaceBack(source, start - 1);

        // A named argument: flag: "…"
        if (at >= 0 && source[at] == ':' && WordBefore(source, at - 1, out var before) == "flag")
        {
            at = SkipSpaceBack(source, before);
        }

        if (at >= 0 && source[at] == '=')
        {
            return IsGrayTag(source, at);
        }

        if (at < 0 || source[at] != '(')
        {
            return false;
        }

        at = SkipTypesBack(source, SkipSpaceBack(source, at - 1));
        var method = WordBefore(source, at, out before);
        return Methods.Contains(method) && !(method == "GetValue" && IsConfiguration(source, before));
    }

    // <gray flag="…">
    private static bool IsGrayTag(string source, int equals)
    {
        if (WordBefore(source, SkipSpaceBack(source, equals - 1), out var before) != "flag")
        {
            return false;
        }

        var open = source.LastIndexOf('<', before, Math.Min(before + 1, MaxBack));
        return open >= 0 && source.AsSpan(open).StartsWith(Tag, StringComparison.OrdinalIgnoreCase) && char.IsWhiteSpace(source[open + Tag.Length]);
    }

    // IConfiguration has a method of the same name.
    private static bool IsConfiguration(string source, int at)
    {
        at = SkipSpaceBack(source, at);
        if (at < 0 || source[at] != '.')
        {
            return false;
        }

        var receiver = WordBefore(source, SkipSpaceBack(source, at - 1), out _);
        return receiver.Length == 0
            || receiver.Contains("config", StringComparison.OrdinalIgnoreCase)
            || receiver.EndsWith("section", StringComparison.OrdinalIgnoreCase);
    }

    private static int SkipTypesBack(string source, int at)
    {
        if (at < 0 || source[at] != '>')
        {
            return at;
        }

        var depth = 0;
        for (var back = at; back >= 0 && at - back < MaxBack; back--)
        {
            depth += source[back] == '>' ? 1 : source[back] == '<' ? -1 : 0;
            if (depth == 0)
            {
                return back - 1;
            }
        }

        return -1;
    }

    private static int SkipSpaceBack(string source, int at)
    {
        while (at >= 0 && char.IsWhiteSpace(source[at]))
        {
            at--;
        }

        return at;
    }

    private static string WordBefore(string source, int at, out int before)
    {
        before = at;
        while (before >= 0 && (char.IsLetterOrDigit(source[before]) || source[before] == '_'))
        {
            before--;
        }

        return at < 0 ? "" : source[(before + 1)..(at + 1)];
    }
}
