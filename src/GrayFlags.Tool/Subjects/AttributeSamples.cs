using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Subjects;

/// <summary>Values of an attribute on which rules turn: those that operators name, and one on either side of each bound.</summary>
internal sealed class AttributeSamples(DateTimeOffset now)
{
    private const int MaxValues = 20;
    private const string OtherAddress = "203.0.113.7";
    private const string OldVersion = "0.0.1";

    private readonly List<(GrayValue Value, string Shown)> _values = [];

    /// <summary>The values; <see cref="GrayValueKind.None"/>, the last, is a missing attribute.</summary>
    /// <param name="asked">Everything that is asked about the attribute.</param>
    /// <param name="now">The time of the answers.</param>
    public static IReadOnlyList<(GrayValue Value, string Shown)> Of(IEnumerable<AttributeDefinition> asked, DateTimeOffset now)
    {
        var samples = new AttributeSamples(now);
        foreach (var operators in asked)
        {
            samples.Add(operators);
        }

        return [.. samples._values.DistinctBy(static value => value.Shown).Take(MaxValues), (default, "none")];
    }

    private void Add(AttributeDefinition asked)
    {
        AddLiterals([.. asked.In ?? [], .. asked.NotIn ?? [], .. Given(asked.Eq), .. Given(asked.Ne)]);
        foreach (var bound in new[] { asked.Gt, asked.Gte, asked.Lt, asked.Lte })
        {
            AddAround(bound);
        }

        foreach (var part in (string[])[.. asked.Contains ?? [], .. asked.StartsWith ?? [], .. asked.EndsWith ?? []])
        {
            Add(part, part);
        }

        AddInstants(asked);
        foreach (var network in asked.Cidr ?? [])
        {
            Add(network.Split('/')[0], network.Split('/')[0]);
            Add(OtherAddress, OtherAddress);
        }

        if (asked.Semver is { } range)
        {
            AddVersions(range);
        }

        if (asked.JsonLogic is { } comparison)
        {
            AddJson(comparison[(comparison.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        }

        if (asked.Exists is not null)
        {
            Add("given", "given");
        }
    }

    private static IEnumerable<string> Given(string? literal) => literal is null ? [] : [literal];

    private void AddLiterals(string[] literals)
    {
        foreach (var literal in literals)
        {
            Add(SubjectOptions.Value(literal), literal);
        }

        if (literals.Length > 0)
        {
            Add("other", "other");
        }
    }

    private void AddAround(string? bound)
    {
        if (bound is null)
        {
            return;
        }

        if (decimal.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e20m)
        {
            foreach (var near in new[] { number - 1, number, number + 1 })
            {
                Add(near, near.ToString(CultureInfo.InvariantCulture));
            }
        }
        else if (DateTimeOffset.TryParse(bound, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            AddAround(instant, TimeSpan.FromDays(1));
        }
    }

    private void AddInstants(AttributeDefinition asked)
    {
        foreach (var instant in new[] { asked.Before, asked.After })
        {
            if (instant is { } bound)
            {
                AddAround(bound, TimeSpan.FromDays(1));
            }
        }

        foreach (var age in new[] { asked.NewerThan, asked.OlderThan })
        {
            if (age is { } bound && bound < now - DateTimeOffset.UnixEpoch)
            {
                AddAround(now - bound, bound / 2);
            }
        }
    }

    private void AddAround(DateTimeOffset instant, TimeSpan distance)
    {
        foreach (var near in new[] { -distance, distance })
        {
            if (instant - DateTimeOffset.MinValue > TimeSpan.FromDays(2) && DateTimeOffset.MaxValue - instant > TimeSpan.FromDays(2))
            {
                Add(instant + near, Common.Figures.Instant(instant + near));
            }
        }
    }

    // A version that the range names, one after it, and an old one: a good part of all ranges turns on these.
    private void AddVersions(string range)
    {
        foreach (var word in range.Split([' ', '|', ',', '>', '<', '=', '^', '~'], StringSplitOptions.RemoveEmptyEntries))
        {
            var version = word.Replace(".x", "", StringComparison.OrdinalIgnoreCase);
            if (int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major < int.MaxValue)
            {
                Add(version, version);
                Add($"{major + 1}.0.0", $"{major + 1}.0.0");
            }
        }

        Add(OldVersion, OldVersion);
    }

    private void AddJson(string literal)
    {
        try
        {
            using var json = JsonDocument.Parse(literal);
            foreach (var element in json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray().ToArray() : [json.RootElement])
            {
                Add(ContextLine.ValueOf(element), element.ToString());
            }
        }
        catch (JsonException)
        {
            Add("other", "other");
        }
    }

    private void Add(GrayValue value, string shown)
    {
        if (!value.IsNone)
        {
            _values.Add((value, shown));
        }
    }
}
