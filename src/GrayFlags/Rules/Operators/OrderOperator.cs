using System.Globalization;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Rules.Operators;

/// <summary><c>gt</c>, <c>gte</c>, <c>lt</c>, <c>lte</c> by a number or an instant; <c>before</c> and <c>after</c> by an instant.</summary>
/// <remarks>
/// A text of the context that is written as a number or as an instant with an offset is taken for one, since claims and headers are all text.
/// Texts have no order of their own here: by characters, "9" would come after "10".
/// </remarks>
internal sealed class OrderOperator : AttributeOperator
{
    private readonly Ordering _ordering;
    private readonly string _shown;
    private readonly NumberLiteral? _number;
    private readonly long _utcTicks;

    public OrderOperator(string name, Ordering ordering, DateTimeOffset instant)
        : this(name, ordering, null, instant.UtcTicks, instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture))
    {
    }

    private OrderOperator(string name, Ordering ordering, NumberLiteral? number, long utcTicks, string shown)
        : base(name)
    {
        _ordering = ordering;
        _number = number;
        _utcTicks = utcTicks;
        _shown = shown;
    }

    public override long Steps => EvaluationCost.Order;

    public override string Readable => _number is null ? "an instant with an offset, such as 2026-12-01T00:00:00Z" : "a number, such as 12.5";

    protected override string Operand => _shown;

    /// <summary>Creates the operator; null when the literal is neither a number nor an instant.</summary>
    public static OrderOperator? TryCreate(string name, Ordering ordering, string literal)
    {
        if (NumberText.TryParse(literal, out NumberLiteral number))
        {
            return new(name, ordering, number, 0, LogSafeText.Escape(literal));
        }

        return InstantText.TryParse(literal, allowsLeapSecond: false, out var utcTicks) ? new(name, ordering, null, utcTicks, literal) : null;
    }

    protected override bool HoldsForText(string text, in AttributeReading attribute)
    {
        if (_number is { } literal)
        {
            return NumberText.TryParse(text, out GrayValue number) ? IsOnTheSide(literal.Order(number)) : attribute.Unreadable();
        }

        return InstantText.TryParse(text, out var utcTicks) ? IsOnTheSide(utcTicks.CompareTo(_utcTicks)) : attribute.Unreadable();
    }

    protected override bool HoldsForNumber(GrayValue number, in AttributeReading attribute) =>
        _number is { } literal ? IsOnTheSide(literal.Order(number)) : attribute.Unreadable();

    protected override bool HoldsForInstant(long utcTicks, in AttributeReading attribute) =>
        _number is null ? IsOnTheSide(utcTicks.CompareTo(_utcTicks)) : attribute.Unreadable();

    private bool IsOnTheSide(int order) => _ordering switch
    {
        Ordering.Less => order < 0,
        Ordering.LessOrEqual => order <= 0,
        Ordering.Greater => order > 0,
        _ => order >= 0,
    };
}
