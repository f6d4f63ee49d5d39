using System.Globalization;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Subjects;

/// <summary>The mixes of regions and attributes of made-up subjects, by the options where these name one, else by what rules turn on.</summary>
internal static class SubjectMix
{
    private static readonly string[] Elsewhere = ["ZZ", "XZ", "QZ"];

    /// <summary>The mix of regions.</summary>
    /// <param name="words">The words of the documents.</param>
    /// <param name="given">The options, such as <c>CN-GD=30</c>: percent, and the rest is elsewhere.</param>
    public static Mix<string?> Regions(Vocabulary words, IReadOnlyList<string> given)
    {
        var isNamed = (string code) => words.Regions.Any(region => region.StartsWith(code, StringComparison.OrdinalIgnoreCase));
        var elsewhere = Elsewhere.FirstOrDefault(code => !isNamed(code)) ?? Elsewhere[0];
        if (given.Count == 0)
        {
            return words.Regions.Count == 0
                ? Mix<string?>.Even([(null, "no region")])
                : Mix<string?>.Even([.. words.Regions.Select(static region => ((string?)region, region)), (elsewhere, $"elsewhere ({elsewhere})")]);
        }

        var shares = new List<(string? Value, string Shown, double Share)>();
        foreach (var part in given.SelectMany(static each => each.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var equals = part.LastIndexOf('=');
            var share = equals > 0 ? Share(part[(equals + 1)..], "--region", part) : throw new UsageException($"--region is '{part}', and not code=percent");
            shares.Add((part[..equals], part[..equals], share));
        }

        return new(Filled(shares, "--region", elsewhere, $"elsewhere ({elsewhere})"));
    }

    /// <summary>The mixes of attributes.</summary>
    /// <param name="words">The words of the documents.</param>
    /// <param name="given">The options, such as <c>plan=pro:20,free:80</c>: percent, and the rest has none.</param>
    /// <param name="now">The time of the answers.</param>
    public static IReadOnlyList<KeyValuePair<string, Mix<GrayValue>>> Attributes(Vocabulary words, IReadOnlyList<string> given, DateTimeOffset now)
    {
        var mixes = new SortedDictionary<string, Mix<GrayValue>>(StringComparer.Ordinal);
        foreach (var (name, asked) in words.Attributes)
        {
            mixes[name] = Mix<GrayValue>.Even(AttributeSamples.Of(asked, now));
        }

        foreach (var written in given)
        {
            var equals = written.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"--attr is '{written}', and not name=value:percent,value:percent");
            }

            mixes[written[..equals]] = Given(written[(equals + 1)..], written);
        }

        return [.. mixes];
    }

    private static Mix<GrayValue> Given(string text, string written)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0)
        {
            throw new UsageException($"--attr is '{written}', and names no value");
        }

        if (parts.All(static part => !part.Contains(':', StringComparison.Ordinal)))
        {
            return Mix<GrayValue>.Even([.. parts.Select(static part => (SubjectOptions.Value(part), part))]);
        }

        var shares = new List<(GrayValue, string, double)>();
        foreach (var part in parts)
        {
            var colon = part.LastIndexOf(':');
            if (colon < 1)
            {
                throw new UsageException($"--attr is '{written}', where '{part}' has no percent");
            }

            var share = Share(part[(colon + 1)..], "--attr", written);
            shares.Add((SubjectOptions.Value(part[..colon]), part[..colon], share));
        }

        return new(Filled(shares, "--attr", default, "none"));
    }

    private static double Share(string text, string option, string written) =>
        double.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? percent / 100
            : throw new UsageException($"{option} is '{written}', where '{text}' is no percent from 0 to 100");

    private static List<(T Value, string Shown, double Share)> Filled<T>(
        List<(T Value, string Shown, double Share)> shares, string option, T rest, string shown)
    {
        var left = 1 - shares.Sum(static each => each.Share);
        if (left < -1e-9)
        {
            throw new UsageException($"the percentages of {option} add up to more than 100");
        }

        if (left > 1e-9)
        {
            shares.Add((rest, shown, left));
        }

        return shares;
    }
}
