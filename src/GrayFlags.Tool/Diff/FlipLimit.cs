using System.Globalization;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Diff;

/// <summary>For how many subjects a flag may change: a share of all, or a count.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Number">The percentage or the count.</param>
/// <param name="IsPercent">True for a percentage.</param>
internal sealed record FlipLimit(string Text, double Number, bool IsPercent)
{
    /// <exception cref="UsageException">It is neither.</exception>
    public static FlipLimit? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var isPercent = text.EndsWith('%');
        var isNumber = double.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return isNumber && (isPercent ? number <= 100 : number == Math.Floor(number))
            ? new(text, number, isPercent)
            : throw new UsageException($"--max-flips is '{text}', and neither a percentage such as 5% nor a count such as 100");
    }

    public double MostOf(long subjects) => IsPercent ? subjects * Number / 100 : Number;
}
