namespace GrayFlags.Rules.Operators;

/// <summary>A range of versions, such as <c>&gt;=2.1.0 &lt;3 || ^4.2</c>: spaces join by AND, <c>||</c> by OR.</summary>
/// <remarks>
/// The order is that of Semantic Versioning, prereleases included. A version that is not given in full stands for all that begin with it, with
/// their prereleases: <c>&lt;3</c> ends before 3.0.0-alpha, <c>&lt;3.0.0</c> does not. <c>^</c> and <c>~</c> mean what they mean in npm.
/// </remarks>
internal sealed class VersionRange
{
    private const int MaxLength = 512;
    private const string Operators = "<>=^~";

    private readonly VersionBound[][] _alternatives;
    private readonly string _text;

    private VersionRange(VersionBound[][] alternatives, string text)
    {
        _alternatives = alternatives;
        _text = text;
    }

    /// <summary>Null where the text is not a range.</summary>
    public static VersionRange? TryParse(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var alternatives = new List<VersionBound[]>();
        foreach (var alternative in text.Split("||"))
        {
            if (TryParseAlternative(alternative) is not { } bounds)
            {
                return null;
            }

            alternatives.Add(bounds);
        }

        return new VersionRange([.. alternatives], text);
    }

    public bool Contains(scoped SemanticVersion version)
    {
        foreach (var bounds in _alternatives)
        {
            if (AllAdmit(bounds, version))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many <see cref="AnswerSteps"/> it takes: each bound is compared once.</summary>
    public long Steps => _alternatives.Sum(static bounds => bounds.Sum(static bound => AnswerSteps.OfText(bound.Prerelease.Length)));

    public override string ToString() => _text;

    private static bool AllAdmit(VersionBound[] bounds, scoped SemanticVersion version)
    {
        foreach (var bound in bounds)
        {
            if (!bound.Admits(version))
            {
                return false;
            }
        }

        return true;
    }

    private static VersionBound[]? TryParseAlternative(ReadOnlySpan<char> text)
    {
        var bounds = new List<VersionBound>();
        for (var rest = text.Trim(' '); !rest.IsEmpty; rest = rest.TrimStart(' '))
        {
            var operatorEnd = rest.IndexOfAnyExcept(Operators);
            if (operatorEnd < 0)
            {
                return null;
            }

            var sign = rest[..operatorEnd];
            rest = rest[operatorEnd..].TrimStart(' ');
            var end = rest.IndexOf(' ');
            var literal = end < 0 ? rest : rest[..end];
            if (!SemanticVersion.TryParse(literal, out var version, out var parts) || !TryAdd(bounds, sign, version, parts))
            {
                return null;
            }

            rest = rest[literal.Length..];
        }

        return bounds.Count == 0 ? null : [.. bounds];
    }

    private static bool TryAdd(List<VersionBound> bounds, ReadOnlySpan<char> sign, scoped SemanticVersion version, int parts)
    {
        const int Whole = 3;
        switch (sign)
        {
            case "" or "=":
                bounds.Add(Start(Ordering.GreaterOrEqual, version, parts));
                bounds.Add(parts == Whole ? VersionBound.At(Ordering.LessOrEqual, version) : After(Ordering.Less, version, parts));
                return true;
            case ">=":
                bounds.Add(Start(Ordering.GreaterOrEqual, version, parts));
                return true;
            case "<":
                bounds.Add(Start(Ordering.Less, version, parts));
                return true;
            case ">":
                bounds.Add(parts == Whole ? VersionBound.At(Ordering.Greater, version) : After(Ordering.GreaterOrEqual, version, parts));
                return true;
            case "<=":
                bounds.Add(parts == Whole ? VersionBound.At(Ordering.LessOrEqual, version) : After(Ordering.Less, version, parts));
                return true;
            case "~":
                bounds.Add(Start(Ordering.GreaterOrEqual, version, parts));
                bounds.Add(After(Ordering.Less, version, Math.Min(parts, 2)));
                return true;
            case "^":
                bounds.Add(Start(Ordering.GreaterOrEqual, version, parts));
                bounds.Add(After(Ordering.Less, version, Math.Min(parts, LeadingPart(version))));
                return true;
            default:
                return false;
        }

        static VersionBound Start(Ordering ordering, scoped SemanticVersion version, int parts) => parts == Whole
            ? VersionBound.At(ordering, version)
            : VersionBound.AtStart(ordering, version.Major, version.Minor, version.Patch);
    }

    // The part that a caret keeps: the first that is not 0.
    private static int LeadingPart(scoped SemanticVersion version) => version switch
    {
        { Major: > 0 } => 1,
        { Minor: > 0 } => 2,
        _ => 3,
    };

    /// <summary>Where the versions end that share the first parts.</summary>
    private static VersionBound After(Ordering ordering, scoped SemanticVersion version, int parts) => parts switch
    {
        1 => VersionBound.AtStart(ordering, version.Major + 1, 0, 0),
        2 => VersionBound.AtStart(ordering, version.Major, version.Minor + 1, 0),
        _ => VersionBound.AtStart(ordering, version.Major, version.Minor, version.Patch + 1),
    };
}
