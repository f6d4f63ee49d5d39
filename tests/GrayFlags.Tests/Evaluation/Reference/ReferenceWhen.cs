using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text.RegularExpressions;
using GrayFlags.Documents;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>
/// The second opinion on <c>when</c>, from the README's table of operators: by regular expressions, fractions of any size and the framework's own addresses.
/// </summary>
internal static partial class ReferenceWhen
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];

    public static bool Holds(AttributeDefinition asked, object? value, DateTimeOffset now)
    {
        // NaN is no value.
        value = value is double number && !double.IsFinite(number) ? null : value;
        return HoldsForTexts(asked, value)
            && IsNullOr(asked.Exists, exists => exists == value is not null)
            && IsNullOr(asked.Gt, literal => Compares(value, literal, order => order > 0))
            && IsNullOr(asked.Gte, literal => Compares(value, literal, order => order >= 0))
            && IsNullOr(asked.Lt, literal => Compares(value, literal, order => order < 0))
            && IsNullOr(asked.Lte, literal => Compares(value, literal, order => order <= 0))
            && IsNullOr(asked.Before, instant => Compares(value, instant.ToString("O"), order => order < 0))
            && IsNullOr(asked.After, instant => Compares(value, instant.ToString("O"), order => order > 0))
            && IsNullOr(asked.NewerThan, age => Compares(value, now.Subtract(age).ToString("O"), order => order > 0))
            && IsNullOr(asked.OlderThan, age => Compares(value, now.Subtract(age).ToString("O"), order => order <= 0))
            && IsNullOr(asked.Matches, patterns => AnyText(value, text => patterns.Any(pattern => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant))))
            && IsNullOr(asked.Semver, range => AnyText(value, text => range.Split("||").Any(alternative => ReferenceVersion.IsInAll(text, alternative))))
            && IsNullOr(asked.Cidr, networks => AnyText(value, text => Address(text) is { } address && networks.Any(network => IsIn(address, network))));
    }

    private static bool HoldsForTexts(AttributeDefinition asked, object? value)
    {
        Func<string, string> fold = asked.IgnoreCase == true ? text => text.ToUpperInvariant() : text => text;
        return IsNullOr(asked.Eq, literal => AnyEquals(value, [literal], fold))
            && IsNullOr(asked.Ne, literal => !AnyEquals(value, [literal], fold))
            && IsNullOr(asked.In, literals => AnyEquals(value, literals, fold))
            && IsNullOr(asked.NotIn, literals => !AnyEquals(value, literals, fold))
            && IsNullOr(
                asked.Contains,
                parts => AnyPart(parts, (text, part) => Enumerable.Range(0, text.Length).Any(at => text[at..].StartsWith(part, StringComparison.Ordinal))))
            && IsNullOr(asked.StartsWith, parts => AnyPart(parts, (text, part) => text.Length >= part.Length && text[..part.Length] == part))
            && IsNullOr(asked.EndsWith, parts => AnyPart(parts, (text, part) => text.Length >= part.Length && text[^part.Length..] == part));

        bool AnyPart(IReadOnlyList<string> parts, Func<string, string, bool> isPart) =>
            AnyText(value, text => parts.Any(part => isPart(fold(text), fold(part))));
    }

    private static bool IsNullOr<T>(T? operand, Func<T, bool> holds)
        where T : class => operand is null || holds(operand);

    private static bool IsNullOr<T>(T? operand, Func<T, bool> holds)
        where T : struct => operand is null || holds(operand.Value);

    private static bool AnyText(object? value, Func<string, bool> holds) => value switch
    {
        string text => holds(text),
        string[] list => list.Any(holds),
        _ => false,
    };

    private static bool AnyEquals(object? value, IReadOnlyList<string> literals, Func<string, string> fold) => literals.Any(literal => value switch
    {
        long or double or decimal or ulong => Number(literal, value is double) is { } number && Compare(Exactly(value), number) == 0,
        bool boolean => literal.Equals(boolean ? "true" : "false", StringComparison.OrdinalIgnoreCase),
        DateTimeOffset instant => Instant(literal) == instant,
        _ => AnyText(
            value,
            text => fold(text) == fold(literal) || (text.ToUpperInvariant() is "TRUE" or "FALSE" && text.Equals(literal, StringComparison.OrdinalIgnoreCase))),
    });

    private static bool Compares(object? value, string literal, Func<int, bool> isRight)
    {
        if (Number(literal, value is double) is { } number)
        {
            return value is long or double or decimal or ulong
                ? isRight(Compare(Exactly(value), number))
                : AnyText(value, text => Number(text, isDouble: false) is { } read && isRight(Compare(read, number)));
        }

        var instant = Instant(literal)!.Value;
        return value is DateTimeOffset own
            ? isRight(own.CompareTo(instant))
            : AnyText(value, text => Instant(text) is { } read && isRight(read.CompareTo(instant)));
    }

    // A double is compared with the nearest double, but for whole numbers of 64 bits; everything else with the digits as they are.
    private static (BigInteger Over, BigInteger Under)? Number(string text, bool isDouble)
    {
        if (!NumberText().IsMatch(text) || !double.IsFinite(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)))
        {
            return null;
        }

        var isWhole =
            text.All(character => character is not ('.' or 'e' or 'E'))
                && BigInteger.Parse(text, CultureInfo.InvariantCulture) is var whole
                && whole >= long.MinValue
                && whole <= ulong.MaxValue;
        return isDouble && !isWhole ? Exactly(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)) : Digits(text);
    }

    private static (BigInteger Over, BigInteger Under) Digits(string text)
    {
        var parts = text.ToUpperInvariant().Split('E');
        var mantissa = parts[0].Split('.');
        var power = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (mantissa.Length > 1 ? mantissa[1].Length : 0);
        var digits = BigInteger.Parse(string.Concat(mantissa), CultureInfo.InvariantCulture);
        return power < 0 ? (digits, BigInteger.Pow(10, -power)) : (digits * BigInteger.Pow(10, power), 1);
    }

    // A double is a fraction whose denominator is a power of two.
    private static (BigInteger Over, BigInteger Under) Exactly(object value)
    {
        if (value is long or ulong)
        {
            return (BigInteger.Parse($"{value}", CultureInfo.InvariantCulture), 1);
        }

        if (value is decimal fraction)
        {
            return Digits(fraction.ToString(CultureInfo.InvariantCulture));
        }

        var (real, under) = ((double)value, BigInteger.One);
        while (real != Math.Truncate(real))
        {
            real *= 2;
            under *= 2;
        }

        return (new BigInteger(real), under);
    }

    private static int Compare((BigInteger Over, BigInteger Under) left, (BigInteger Over, BigInteger Under) right) =>
        (left.Over * right.Under).CompareTo(right.Over * left.Under);

    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParseExact(
            text.EndsWith('Z') ? text[..^1] + "+00:00" : text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : null;

    private static IPAddress? Address(string text)
    {
        if (!(text.Contains(':', StringComparison.Ordinal) ? AddressV6() : AddressV4()).IsMatch(text) || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static bool IsIn(IPAddress address, string network)
    {
        var parts = network.Split('/');
        var written = IPAddress.Parse(parts[0]);
        var bits = parts.Length == 1 ? written.GetAddressBytes().Length * 8 : int.Parse(parts[1], CultureInfo.InvariantCulture);
        var first = written;
        if (written.IsIPv4MappedToIPv6 && bits >= 96)
        {
            (first, bits) = (written.MapToIPv4(), bits - 96);
        }

        return first.AddressFamily == address.AddressFamily && Bits(first)[..bits] == Bits(address)[..bits];
    }

    private static string Bits(IPAddress address) => string.Concat(address.GetAddressBytes().Select(part => part.ToString("b8", CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex NumberText();

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}\z")]
    private static partial Regex AddressV4();

    [GeneratedRegex(@"^[0-9a-fA-F:.]+(%.*)?\z")]
    private static partial Regex AddressV6();
}
