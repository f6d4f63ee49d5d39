namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>The logarithm of the gamma function, for numbers above 0.</summary>
/// <remarks>
/// Stirling's series, Abramowitz and Stegun 6.1.41, from 10 on, where its first neglected term is below 1e-16; smaller numbers are reduced to that by the
/// recurrence <c>gamma(x + 1) = x gamma(x)</c>, 6.1.15. The framework has no such function.
/// </remarks>
internal static class LogGamma
{
    private const double FromHere = 10;
    private const double HalfLnTwoPi = 0.918938533204672741780329736406;

    // B(2k) / (2k (2k - 1)) for k from 1, with the Bernoulli numbers B.
    private static ReadOnlySpan<double> Terms =>
        [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400];

    public static double Of(double x)
    {
        var product = 1.0;
        for (; x < FromHere; x++)
        {
            product *= x;
        }

        var (inverse, series) = (1 / x, 0.0);
        var square = inverse * inverse;
        for (var term = Terms.Length - 1; term >= 0; term--)
        {
            series = (series * square) + Terms[term];
        }

        return ((x - 0.5) * Math.Log(x)) - x + HalfLnTwoPi + (series * inverse) - Math.Log(product);
    }

    /// <summary>The logarithm of the beta function, <c>gamma(a) gamma(b) / gamma(a + b)</c>.</summary>
    public static double Beta(double a, double b) => Of(a) + Of(b) - Of(a + b);
}
