namespace GrayFlags.Rules.Operators;

/// <summary>A number as a document writes it, in the two ways in which a number of the context may mean it.</summary>
/// <remarks>
/// A double is compared with the nearest double: 19.99 in C# and 19.99 in a document are one number, though no double is 19.99. Everything else is
/// compared with the digits as they are written.
/// </remarks>
internal readonly struct NumberLiteral
{
    // The sign of what the digits go beyond Exact, where there are more of them than a decimal holds.
    private readonly int _excess;

    public NumberLiteral(GrayValue exact)
        : this(exact, exact, 0)
    {
    }

    public NumberLiteral(GrayValue nearest, GrayValue exact, int excess)
    {
        Nearest = nearest;
        Exact = exact;
        _excess = excess;
    }

    /// <summary>A whole number of 64 bits if it is written as one, else the nearest double.</summary>
    public GrayValue Nearest { get; }

    /// <summary>The digits as far as a decimal holds them, toward zero; a double if the number is beyond all decimals.</summary>
    public GrayValue Exact { get; }

    /// <summary>True when <see cref="Exact"/> has all digits.</summary>
    public bool IsExact => _excess == 0 && Exact.Form != NumberForm.Real;

    /// <summary>True when both ways are the same number.</summary>
    public bool IsOne => IsExact && Exact == Nearest;

    /// <summary>Compares a number of the context with this one.</summary>
    public int Order(GrayValue number)
    {
        if (number.Form == NumberForm.Real)
        {
            return NumberOrder.Instance.Compare(number, Nearest);
        }

        var order = NumberOrder.Instance.Compare(number, Exact);
        return order != 0 ? order : -_excess;
    }
}
