using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>
/// The second opinion on versions, of up to four numbers. A version that is not written in full is compared with as many parts of the other one.
/// </summary>
internal sealed partial record ReferenceVersion(IReadOnlyList<BigInteger> Numbers, IReadOnlyList<string> Prerelease)
{
    public static bool IsInAll(string text, string alternative) =>
        Parse(text) is { } version
            && Comparison().Matches(Spelled(alternative)).All(match => version.Whole().Is(match.Groups["sign"].Value, Parse(match.Groups["version"].Value)!));

    // Ranges with a hyphen, an x or a comma, by comparisons only.
    private static string Spelled(string alternative)
    {
        var comparisons = Hyphen().Replace(alternative, ">=${low} <=${high}").Replace(',', ' ');
        return Wildcards().Replace(comparisons, match => match.Value.StartsWith('.') ? "" : ">=0");
    }

    private static ReferenceVersion? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var numbers = match.Groups["number"].Captures.Select(capture => BigInteger.Parse(capture.Value, CultureInfo.InvariantCulture)).ToList();
        var prerelease = match.Groups["pre"].Value;
        return prerelease.Length > 0 && numbers.Count < 3 ? null : new(numbers, prerelease.Length == 0 ? [] : prerelease.Split('.'));
    }

    private ReferenceVersion Whole() => this with { Numbers = [.. Numbers, .. Enumerable.Repeat(BigInteger.Zero, Math.Max(0, 4 - Numbers.Count))] };

    private bool Is(string sign, ReferenceVersion other)
    {
        var order = Compare(other);
        return sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "~" => order >= 0 && Begins(other, Math.Min(2, other.Numbers.Count)),
            "^" => order >= 0 && Begins(other, Math.Min(1 + other.Whole().Numbers.Take(2).TakeWhile(number => number.IsZero).Count(), other.Numbers.Count)),
            _ => order == 0,
        };
    }

    private bool Begins(ReferenceVersion other, int parts) => Numbers.Take(parts).SequenceEqual(other.Numbers.Take(parts));

    private int Compare(ReferenceVersion other)
    {
        // What is written in full has a revision, too.
        var order = Numbers.Zip(other.Numbers.Count < 3 ? other.Numbers : other.Whole().Numbers, (left, right) => left.CompareTo(right))
            .FirstOrDefault(each => each != 0);
        if (order != 0 || other.Numbers.Count < 3)
        {
            return order;
        }

        if (Prerelease.Count == 0 || other.Prerelease.Count == 0)
        {
            return other.Prerelease.Count.CompareTo(Prerelease.Count);
        }

        order = Prerelease.Zip(other.Prerelease, Compare).FirstOrDefault(each => each != 0);
        return order != 0 ? order : Prerelease.Count.CompareTo(other.Prerelease.Count);
    }

    private static int Compare(string left, string right)
    {
        bool isLeft = left.All(char.IsAsciiDigit), isRight = right.All(char.IsAsciiDigit);
        return isLeft && isRight
            ? BigInteger.Parse(left, CultureInfo.InvariantCulture).CompareTo(BigInteger.Parse(right, CultureInfo.InvariantCulture))
            : isLeft == isRight ? string.CompareOrdinal(left, right) : isLeft ? -1 : 1;
    }

    // After the expression that semver.org suggests, with a leading v, and minor and patch left out.
    [GeneratedRegex(
        @"^[vV]?(?<number>0|[1-9][0-9]{0,17})(\.(?<number>0|[1-9][0-9]{0,17})){0,3}"
        + @"(-(?<pre>(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
        + @"(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"(?<low>[^ ]+) - +(?<high>[^ ]+)")]
    private static partial Regex Hyphen();

    [GeneratedRegex(@"(\.[xX*])+(?= |\z)|(?<![^ ])[xX*](?= |\z)")]
    private static partial Regex Wildcards();

    [GeneratedRegex(@"(?<sign>[<>=^~]*) *(?<version>[^ <>=^~]+)")]
    private static partial Regex Comparison();
}
