namespace GrayFlags.Rules.Operators;

/// <summary>Orders numbers exactly, also a whole number of 64 bits and a double that cannot hold it.</summary>
/// <remarks>A decimal meets a double only where that one is beyond all decimals: see <see cref="NumberLiteral"/>.</remarks>
internal sealed class NumberOrder : IComparer<GrayValue>
{
    private const double TwoTo64 = 18446744073709551616d;

    public static NumberOrder Instance { get; } = new();

    public int Compare(GrayValue x, GrayValue y) => (x.Form, y.Form) switch
    {
        (NumberForm.Whole, NumberForm.Whole) => x.WholeNumber.CompareTo(y.WholeNumber),
        (NumberForm.Real, NumberForm.Real) => x.Number.CompareTo(y.Number),
        (NumberForm.Decimal, NumberForm.Real) => y.Number > 0 ? -1 : 1,
        (NumberForm.Real, NumberForm.Decimal) => x.Number > 0 ? 1 : -1,
        (NumberForm.Decimal, _) or (_, NumberForm.Decimal) => Decimal(x).CompareTo(Decimal(y)),
        (_, NumberForm.Real) => Compare(Whole(x), y.Number),
        (NumberForm.Real, _) => -Compare(Whole(y), x.Number),
        _ => Whole(x).CompareTo(Whole(y)),
    };

    private static decimal Decimal(GrayValue number) => number.Form switch
    {
        NumberForm.Whole => number.WholeNumber,
        NumberForm.Unsigned => number.UnsignedNumber,
        _ => number.DecimalNumber,
    };

    private static Int128 Whole(GrayValue number) => number.Form == NumberForm.Whole ? number.WholeNumber : number.UnsignedNumber;

    private static int Compare(Int128 whole, double real)
    {
        if (Math.Abs(real) >= TwoTo64)
        {
            return real > 0 ? -1 : 1;
        }

        // In this range the whole part of a double is one of 128 bits without loss.
        var wholePart = Math.Truncate(real);
        var order = whole.CompareTo((Int128)wholePart);
        return order != 0 ? order : -(real - wholePart).CompareTo(0);
    }
}
