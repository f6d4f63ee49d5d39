using System.Globalization;

namespace GrayFlags.Rollouts.Api;

/// <summary>Evidence as odds, in words for the engineer on call.</summary>
internal static class Odds
{
    private const double Most = 20;

    /// <summary>The odds that chance alone ever produces this much evidence: "1 in 1,400 by chance".</summary>
    public static string Of(double lnE) => lnE switch
    {
        <= 0 => "no evidence",
        > Most => "1 in more than 400,000,000 by chance",
        _ => string.Create(CultureInfo.InvariantCulture, $"1 in {Rounded(Math.Exp(lnE)):#,0} by chance"),
    };

    // More than two digits would feign precision.
    private static double Rounded(double number)
    {
        var scale = Math.Pow(10, Math.Max(Math.Floor(Math.Log10(number)) - 1, 0));
        return Math.Round(number / scale) * scale;
    }
}
