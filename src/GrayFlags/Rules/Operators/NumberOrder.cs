namespace GrayFlags.Rules.Operators;

/// <summary>Orders numbers exactly, also a whole number of 64 bits and a double that cannot hold it.</summary>
internal sealed class NumberOrder : IComparer<GrayValue>
{
    private const double TwoTo63 = 9223372036854775808;

    public static NumberOrder Instance { get; } = new();

    public int Compare(GrayValue x, GrayValue y) => (x.IsWholeNumber, y.IsWholeNumber) switch
    {
        (true, true) => x.WholeNumber.CompareTo(y.WholeNumber),
        (true, false) => Compare(x.WholeNumber, y.Number),
        (false, true) => -Compare(y.WholeNumber, x.Number),
        _ => x.Number.CompareTo(y.Number),
    };

    private static int Compare(long whole, double real)
    {
        if (real >= TwoTo63)
        {
            return -1;
        }

        if (real < -TwoTo63)
        {
            return 1;
        }

        // In this range the whole part of a double is a long without loss.
        var wholePart = Math.Truncate(real);
        var order = whole.CompareTo((long)wholePart);
        return order != 0 ? order : -(real - wholePart).CompareTo(0);
    }
}
