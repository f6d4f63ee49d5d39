namespace GrayFlags.Rules.Operators;

/// <summary>A range of versions, such as <c>&gt;=2.1.0 &lt;3 || ^4.2</c>: spaces join by AND, <c>||</c> by OR.</summary>
/// <remarks>
/// The order is that of Semantic Versioning, prereleases included. A version that is not given in full stands for all that begin with it, with their
/// prereleases: <c>&lt;3</c> ends before 3.0.0-alpha, <c>&lt;3.0.0</c> does not. <c>^</c>, <c>~</c>, <c>1.2.x</c> and <c>1.2 - 2.3</c> mean what they mean in
/// npm. A comma joins by AND, too, but only between comparisons: <c>&gt;=1.2,&lt;2</c>. Who writes <c>1.2,1.3</c> may mean either, and is refused.
/// </remarks>
internal sealed class VersionRange
{
    private const int MaxLength = 512;
    private const string Operators = "<>=^~";
    private const string Hyphen = " - ";

    // A version with as many parts stands for itself alone.
    private const int Whole = 3;

    private readonly VersionBound[][] _alternatives;
    private readonly string _text;

    private VersionRange(VersionBound[][] alternatives, string text)
    {
        _alternatives = alternatives;
        _text = text;
    }

    /// <summary>Reads a range; null when the text is not one.</summary>
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

    /// <summary>The <see cref="EvaluationCost"/> of a test: each bound is compared once.</summary>
    public long Steps => _alternatives.Sum(static bounds => bounds.Sum(static bound => EvaluationCost.OfText(bound.Prerelease.Length)));

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
        var hasComma = text.Contains(',');
        for (var rest = text.Trim(' '); !rest.IsEmpty;)
        {
            var operatorEnd = rest.IndexOfAnyExcept(Operators);
            if (operatorEnd < 0)
            {
                return null;
            }

            var sign = rest[..operatorEnd];
            rest = rest[operatorEnd..].TrimStart(' ');
            if ((hasComma && sign is not ("<" or "<=" or ">" or ">=")) || !TryAdd(bounds, sign, TakeLiteral(ref rest)))
            {
                return null;
            }

            if (rest.StartsWith(Hyphen))
            {
                rest = rest[Hyphen.Length..].TrimStart(' ');
                if (!sign.IsEmpty || !TryAddHyphen(bounds, TakeLiteral(ref rest)))
                {
                    return null;
                }
            }

            rest = rest.TrimStart(' ');
            if (rest is [',', .. var next])
            {
                rest = next.TrimStart(' ');
                if (rest.IsEmpty)
                {
                    return null;
                }
            }
        }

        return bounds.Count == 0 ? null : [.. bounds];
    }

    private static ReadOnlySpan<char> TakeLiteral(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(' ', ',');
        var literal = end < 0 ? rest : rest[..end];
        rest = rest[literal.Length..];
        return literal;
    }

    // A version, or one whose last parts are left open; where all are, every version will do.
    private static bool TryAdd(List<VersionBound> bounds, ReadOnlySpan<char> sign, ReadOnlySpan<char> literal)
    {
        var given = WithoutWildcards(literal);
        if (given.IsEmpty)
        {
            bounds.Add(VersionBound.AtStart(Ordering.GreaterOrEqual, 0, 0, 0));
            return !literal.IsEmpty && sign is ("" or "=" or ">=");
        }

        return SemanticVersion.TryParse(given, out var version, out var parts)
            && (given.Length == literal.Length || parts < Whole)
            && TryAdd(bounds, sign, version, parts);
    }

    // "1.2.3 - 2.3": the first has been added as the only version that it is, and becomes the lower end.
    private static bool TryAddHyphen(List<VersionBound> bounds, ReadOnlySpan<char> upper)
    {
        bounds.RemoveAt(bounds.Count - 1);
        return TryAdd(bounds, "<=", upper);
    }

    private static ReadOnlySpan<char> WithoutWildcards(ReadOnlySpan<char> text)
    {
        // In a prerelease an x is a word like any other.
        var isPlain = text.IndexOfAny('-', '+') < 0;
        while (isPlain && text is [.., 'x' or 'X' or '*'] and not [.., not '.', _])
        {
            text = text.Length == 1 ? default : text[..^2];
        }

        return text;
    }

    private static bool TryAdd(List<VersionBound> bounds, ReadOnlySpan<char> sign, scoped SemanticVersion version, int parts)
    {
        switch (sign)
        {
            case "" or "=":
                bounds.Add(Start(Ordering.GreaterOrEqual, version, parts));
                bounds.Add(parts >= Whole ? VersionBound.At(Ordering.LessOrEqual, version) : After(Ordering.Less, version, parts));
                return true;
            case ">=":
                bounds.Add(Start(Ordering.GreaterOrEqual, version, parts));
                return true;
            case "<":
                bounds.Add(Start(Ordering.Less, version, parts));
                return true;
            case ">":
                bounds.Add(parts >= Whole ? VersionBound.At(Ordering.Greater, version) : After(Ordering.GreaterOrEqual, version, parts));
                return true;
            case "<=":
                bounds.Add(parts >= Whole ? VersionBound.At(Ordering.LessOrEqual, version) : After(Ordering.Less, version, parts));
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

        static VersionBound Start(Ordering ordering, scoped SemanticVersion version, int parts) => parts >= Whole
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

    /// <summary>The end of the versions that share the first parts.</summary>
    private static VersionBound After(Ordering ordering, scoped SemanticVersion version, int parts) => parts switch
    {
        1 => VersionBound.AtStart(ordering, version.Major + 1, 0, 0),
        2 => VersionBound.AtStart(ordering, version.Major, version.Minor + 1, 0),
        _ => VersionBound.AtStart(ordering, version.Major, version.Minor, version.Patch + 1),
    };
}
