using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Rules.Sets;

/// <summary>A frozen set of literals, each held as everything that its text can be: a text, a number, a boolean, an instant.</summary>
/// <remarks>So the type of the context's value can pick the comparison, and 5 in JSON and "5" in configuration are one literal.</remarks>
internal sealed class LiteralSet
{
    /// <summary>The suffix of operands that are compared ignoring case.</summary>
    public const string InAnyCase = ", ignoring case";

    private readonly TextSet _texts;

    // The numbers as a double of the context means them, and as every other number does.
    private readonly GrayValue[] _nearest;
    private readonly GrayValue[] _exact;
    private readonly long[] _instants;
    private readonly bool _hasTrue;
    private readonly bool _hasFalse;
    private readonly string _shown;

    public LiteralSet(IReadOnlyCollection<string> literals, bool ignoresCase = false)
    {
        var numbers = new List<NumberLiteral>();
        var instants = new List<long>();
        foreach (var literal in literals)
        {
            if (NumberText.TryParse(literal, out NumberLiteral number))
            {
                numbers.Add(number);
            }
            else if (InstantText.TryParse(literal, out var utcTicks))
            {
                instants.Add(utcTicks);
            }
            else if (BooleanText.TryParse(literal, out var value))
            {
                _hasTrue |= value;
                _hasFalse |= !value;
            }
        }

        instants.Sort();
        _texts = new TextSet(literals, ignoresCase);
        _nearest = [.. numbers.Select(number => number.Nearest).Order(NumberOrder.Instance)];
        _exact = numbers.TrueForAll(number => number.IsOne)
            ? _nearest
            : [.. numbers.Where(number => number.IsExact).Select(number => number.Exact).Order(NumberOrder.Instance)];
        _instants = [.. instants];
        _shown = literals.Count == 0 ? "an empty list" : LogSafeText.List(literals) + (ignoresCase ? InAnyCase : "");
    }

    public bool HasText(string text, in AttributeReading attribute)
    {
        // Configuration writes what was true in a JSON file as True, so the case of these two words cannot mean anything.
        if ((_hasTrue || _hasFalse) && BooleanText.TryParse(text, out var value))
        {
            return HasBoolean(value);
        }

        return _texts.Contains(text, attribute);
    }

    public bool HasNumber(GrayValue number) => Array.BinarySearch(number.Form == NumberForm.Real ? _nearest : _exact, number, NumberOrder.Instance) >= 0;

    public bool HasBoolean(bool value) => value ? _hasTrue : _hasFalse;

    public bool HasInstant(long utcTicks) => Array.BinarySearch(_instants, utcTicks) >= 0;

    /// <summary>The <see cref="EvaluationCost"/> of a look-up.</summary>
    public long Steps => _texts.Steps;

    /// <summary>The kind of value, a number or an instant, that a text shares with one of the literals; null when there is none.</summary>
    public string? Meant(string text)
    {
        if (NumberText.TryParse(text, out GrayValue number))
        {
            return HasNumber(number) ? "number" : null;
        }

        return InstantText.TryParse(text, out var utcTicks) && HasInstant(utcTicks) ? "instant" : null;
    }

    public override string ToString() => _shown;
}
