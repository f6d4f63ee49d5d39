using System.Globalization;
using System.Text.Json;

namespace GrayFlags.Rules.Operators;

/// <summary>A literal of JSON, compared with attributes as ECMAScript compares.</summary>
internal readonly struct JsonLogicValue
{
    private readonly JsonValueKind _kind;

    public JsonLogicValue(JsonElement literal)
    {
        _kind = literal.ValueKind;
        Text = _kind == JsonValueKind.String ? literal.GetString() : null;
        Number = _kind switch
        {
            JsonValueKind.Number => literal.GetDouble(),
            JsonValueKind.String => NumberOf(Text),
            JsonValueKind.True => 1,
            _ => 0,
        };
    }

    /// <summary>The text, where the literal is one.</summary>
    public string? Text { get; }

    /// <summary>The number that it is, or is converted to; NaN for a text that is none.</summary>
    public double Number { get; }

    public long Steps => EvaluationCost.OfText(Text?.Length ?? 0);

    /// <summary>The truth of a value: all but nothing, false, 0, the empty text and the empty list.</summary>
    public static bool IsTrue(GrayValue value) => value.Kind switch
    {
        GrayValueKind.None => false,
        GrayValueKind.Boolean => value.Boolean,
        GrayValueKind.Number => value.AsNumber() is not (0 or double.NaN),
        GrayValueKind.Text => value.Text!.Length > 0,
        GrayValueKind.List => value.Texts.Length > 0,
        _ => true,
    };

    public static double NumberOf(GrayValue value) => value.Kind switch
    {
        GrayValueKind.None => 0,
        GrayValueKind.Boolean => value.Boolean ? 1 : 0,
        GrayValueKind.Number => value.AsNumber()!.Value,
        GrayValueKind.Text => NumberOf(value.Text),
        _ => double.NaN,
    };

    public bool IsSame(GrayValue value) => value.Kind switch
    {
        GrayValueKind.None => _kind == JsonValueKind.Null,
        GrayValueKind.Boolean => _kind == (value.Boolean ? JsonValueKind.True : JsonValueKind.False),
        GrayValueKind.Number => _kind == JsonValueKind.Number && value.AsNumber() == Number,
        GrayValueKind.Text => Text is not null && string.Equals(Text, value.Text, StringComparison.Ordinal),
        _ => false,
    };

    public bool IsLooselyEqual(GrayValue value)
    {
        if (value.IsNone || _kind == JsonValueKind.Null || (Text is not null && value.Kind == GrayValueKind.Text))
        {
            return IsSame(value);
        }

        return NumberOf(value) == Number;
    }

    /// <summary>True where it is a part of a text, or an element of a list.</summary>
    public bool IsIn(GrayValue value)
    {
        if (value.Text is { } text)
        {
            return Text is not null && text.Contains(Text, StringComparison.Ordinal);
        }

        foreach (var element in value.Texts)
        {
            if (Text is not null && string.Equals(Text, element, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // As Number(text) of ECMAScript but for hexadecimal and other prefixes.
    private static double NumberOf(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text.Length == 0 ? 0 : double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }
}
