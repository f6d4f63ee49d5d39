using System.Globalization;
using System.Net;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Unleash;

/// <summary>Converts constraints, alone and of segments.</summary>
internal sealed class UnleashConstraints(UnleashFeatures features)
{
    // Unleash reads versions of three numbers only, without a "v".
    private const string StrictVersion = "^[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?$";

    public static bool IsNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? IPAddress.TryParse(text, out _) : IPNetwork.TryParse(text, out _) || IsHostOfNetwork(text, slash);
    }

    /// <exception cref="NotExpressibleException">A constraint cannot be expressed.</exception>
    public static IEnumerable<ConditionsDefinition> Convert(IReadOnlyList<JsonElement> constraints) => constraints.Select(Convert);

    /// <summary>The constraints of a segment; one that is not there holds for nobody.</summary>
    public IEnumerable<ConditionsDefinition> OfSegment(string id) => features.Segment(id) is { } segment ? Convert(segment.List("constraints")) : [Terms.Never];

    private static ConditionsDefinition Convert(JsonElement constraint)
    {
        var name = constraint.Text("operator") ?? "";
        var test = Test(name, ContextFields.NameOf(constraint.Text("contextName") ?? ""), constraint);

        // One that no SDK knows does not hold, inverted or not.
        return test is null ? Terms.Never : constraint.Flag("inverted") ? Terms.Not(test) : test;
    }

    private static ConditionsDefinition? Test(string name, string attribute, JsonElement constraint)
    {
        var values = constraint.Texts("values");
        var value = constraint.Text("value") ?? "";
        return name switch
        {
            "IN" => Terms.When(attribute, new() { In = values }),
            "NOT_IN" => Terms.When(attribute, new() { NotIn = values }),
            "STR_STARTS_WITH" => Parts(attribute, constraint, values, static (parts, case_) => new() { StartsWith = parts, IgnoreCase = case_ }),
            "STR_ENDS_WITH" => Parts(attribute, constraint, values, static (parts, case_) => new() { EndsWith = parts, IgnoreCase = case_ }),
            "STR_CONTAINS" => Parts(attribute, constraint, values, static (parts, case_) => new() { Contains = parts, IgnoreCase = case_ }),
            "NUM_EQ" => Number(attribute, value, static number => new() { Gte = number, Lte = number }),
            "NUM_GT" => Number(attribute, value, static number => new() { Gt = number }),
            "NUM_GTE" => Number(attribute, value, static number => new() { Gte = number }),
            "NUM_LT" => Number(attribute, value, static number => new() { Lt = number }),
            "NUM_LTE" => Number(attribute, value, static number => new() { Lte = number }),
            "DATE_AFTER" => Date(attribute, value, isAfter: true),
            "DATE_BEFORE" => Date(attribute, value, isAfter: false),
            "SEMVER_EQ" => Version(attribute, "=", value),
            "SEMVER_GT" => Version(attribute, ">", value),
            "SEMVER_GTE" => Version(attribute, ">=", value),
            "SEMVER_LT" => Version(attribute, "<", value),
            "SEMVER_LTE" => Version(attribute, "<=", value),
            "REGEX" => Pattern(attribute, value, constraint.Flag("caseInsensitive")),
            "IN_CIDR" => values.Where(IsNetwork).ToList() is { Count: > 0 } networks ? Terms.When(attribute, new() { Cidr = networks }) : Terms.Never,
            _ => null,
        };
    }

    private static ConditionsDefinition Parts(
        string attribute, JsonElement constraint, IReadOnlyList<string> values, Func<IReadOnlyList<string>, bool?, AttributeDefinition> make)
    {
        var parts = values.Where(static value => value.Length > 0).ToList();
        var tests = new List<ConditionsDefinition>();
        if (parts.Count > 0)
        {
            tests.Add(Terms.When(attribute, make(parts, constraint.Flag("caseInsensitive") ? true : null)));
        }

        // Every text contains the empty one.
        if (parts.Count < values.Count)
        {
            tests.Add(Terms.When(attribute, new() { Exists = true }));
        }

        return Terms.Any(tests);
    }

    private static ConditionsDefinition Number(string attribute, string value, Func<string, AttributeDefinition> make)
    {
        var isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        return isNumber ? Terms.When(attribute, make(value.Trim())) : Terms.Never;
    }

    // Both exclusive, while a window includes its start.
    private static ConditionsDefinition Date(string attribute, string value, bool isAfter)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        // RFC 3339, which begins with the year.
        if (value.Length < "2026-01-01".Length || value[4] != '-' || !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, Style, out var instant))
        {
            return Terms.Never;
        }

        if (attribute != "currentTime")
        {
            return Terms.When(attribute, isAfter ? new() { After = instant } : new() { Before = instant });
        }

        return new() { Window = isAfter ? new() { Start = instant.AddTicks(1) } : new() { End = instant } };
    }

    private static ConditionsDefinition Version(string attribute, string relation, string value) =>
        IsStrictVersion(value)
            ? Terms.When(attribute, new() { Matches = [StrictVersion], Semver = relation + value })
            : Terms.Never;

    private static bool IsStrictVersion(string value)
    {
        var end = value.AsSpan().IndexOfAny('-', '+');
        var core = (end < 0 ? value : value[..end]).Split('.');
        return core.Length == 3 && Array.TrueForAll(core, static number => number.Length > 0 && !number.AsSpan().ContainsAnyExceptInRange('0', '9'));
    }

    private static ConditionsDefinition Pattern(string attribute, string value, bool ignoresCase) =>
        UnleashPattern.TryTranslate(value, ignoresCase, out var pattern) ? Terms.When(attribute, new() { Matches = [pattern] }) : Terms.Never;

    // A network may be written by any of its addresses.
    private static bool IsHostOfNetwork(string text, int slash) =>
        IPAddress.TryParse(text[..slash], out var address)
        && JsonReading.Integer(text[(slash + 1)..]) is { } bits and >= 0
        && bits <= address.GetAddressBytes().Length * 8;
}
