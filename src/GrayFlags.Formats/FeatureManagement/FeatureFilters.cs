using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>Converts the filters of Microsoft.FeatureManagement.</summary>
internal sealed class FeatureFilters(string flag, FeatureManagementFormatOptions options)
{
    private const string Prefix = "Microsoft.";
    private const decimal Everybody = 100m;

    private int _draws;

    private bool? IgnoreCase => options.IgnoreCase ? true : null;

    /// <exception cref="NotExpressibleException">The filter cannot be expressed.</exception>
    public FeatureFilter Convert(JsonElement filter)
    {
        var name = filter.Field("name")?.AsText() ?? "";
        var parameters = filter.Field("parameters") ?? default;
        if (options.CustomFilters.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return new(Terms.Custom(name, parameters), null);
        }

        var own = name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name;
        return own.ToUpperInvariant() switch
        {
            // These are words there, and no filters of Microsoft's.
            "ALWAYSON" or "ON" when own.Length == name.Length => default,
            "TARGETING" => new(Targeting(AudienceOf(parameters)), null),
            "TIMEWINDOW" => new(TimeWindows.Convert(parameters), null),
            "PERCENTAGE" => Drawn(parameters),
            _ => throw new NotExpressibleException(
                $"filter '{name}' is none of Microsoft's; one of the app's own is named in {nameof(FeatureManagementFormatOptions.CustomFilters)}"),
        };
    }

    public ConditionsDefinition Users(IReadOnlyList<string> users) => options.IgnoreCase
        ? Terms.When("userId", new AttributeDefinition { In = users, IgnoreCase = true })
        : new ConditionsDefinition { Users = [.. users.Where(static user => user.Length > 0)] };

    public ConditionsDefinition Groups(IReadOnlyList<string> groups) =>
        Terms.When(options.GroupsAttribute, new AttributeDefinition { In = groups, IgnoreCase = IgnoreCase });

    /// <summary>A share of users; a user that is missing is hashed as the empty text.</summary>
    public PercentageDefinition Share(string salt, decimal from, decimal of) => new()
    {
        Hash = BucketHash.FeatureManagement,
        Of = of,
        From = from == 0 ? null : from,
        Salt = salt,
        IfMissing = MissingUnit.Empty,
        IgnoreCase = IgnoreCase,
    };

    private static decimal Percent(JsonElement? given, string what)
    {
        if (given is null)
        {
            return 0m;
        }

        return JsonReading.Decimal(given) is { } percent and >= 0m and <= Everybody
            ? percent
            : throw new NotExpressibleException($"'{what}' is {given.Value.GetRawText()}, no percentage from 0 to 100");
    }

    private static JsonElement AudienceOf(JsonElement parameters) =>
        parameters.Field("Audience") ?? throw new NotExpressibleException("a targeting filter has no 'Audience'");

    private static string NameOf(JsonElement group) =>
        group.Field("Name")?.AsText() is { Length: > 0 } name ? name : throw new NotExpressibleException("a group of a targeting filter has no 'Name'");

    // Each filter draws for itself. By the buckets of one salt two would draw as one, so that only the first goes by them.
    private FeatureFilter Drawn(JsonElement parameters)
    {
        _draws++;
        var value = parameters.Field("Value");
        if (string.IsNullOrEmpty(value?.AsText()))
        {
            return new(Terms.Never, null);
        }

        var percent = JsonReading.Decimal(value) ?? throw new NotExpressibleException("'Value' of Microsoft.Percentage is no number");
        var drawn = new PercentageDefinition
        {
            Of = Math.Clamp(percent, 0m, Everybody),
            By = "request",
            Hash = _draws == 1 ? null : BucketHash.FeatureManagement,
            Salt = _draws == 1 ? null : $"{flag}\n{Terms.Numbered("percentage", _draws)}",
        };
        return _draws == 1 ? new(null, drawn) : new(new ConditionsDefinition { Percentage = drawn }, null);
    }

    private ConditionsDefinition Targeting(JsonElement audience)
    {
        var admitted = new List<ConditionsDefinition>();
        if (audience.Names("Users") is { Count: > 0 } users)
        {
            admitted.Add(Users(users));
        }

        // Of two entries of one name the first counts.
        var comparer = options.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        foreach (var (group, percent) in audience.Items("Groups")
            .Select(static entry => (Name: NameOf(entry), Percent: Percent(entry.Field("RolloutPercentage"), "RolloutPercentage")))
            .DistinctBy(static entry => entry.Name, comparer))
        {
            if (percent > 0)
            {
                // Hashed as the context spells it, which is the same but for case.
                admitted.Add(Terms.All([Groups([group]), .. Of(percent, $"{flag}\n{(options.IgnoreCase ? group.ToLowerInvariant() : group)}")])!);
            }
        }

        var rest = Percent(audience.Field("DefaultRolloutPercentage"), "DefaultRolloutPercentage");
        ConditionsDefinition? targeted = Terms.Any(admitted);
        if (rest >= Everybody)
        {
            targeted = null;
        }
        else if (rest > 0)
        {
            targeted = Terms.Any([.. admitted, .. Of(rest, flag)]);
        }

        var excluded = Excluded(audience.Field("Exclusion") ?? default);
        return (targeted, excluded) switch
        {
            (null, null) => Terms.Not(Terms.Never),
            (null, _) => Terms.Not(excluded),
            (_, null) => targeted,
            _ => Terms.All([Terms.Not(excluded), targeted])!,
        };
    }

    private List<ConditionsDefinition> Of(decimal percent, string salt) =>
        percent >= Everybody ? [] : [new ConditionsDefinition { Percentage = Share(salt, 0, percent) }];

    private ConditionsDefinition? Excluded(JsonElement exclusion)
    {
        var excluded = new List<ConditionsDefinition>();
        if (exclusion.Names("Users") is { Count: > 0 } users)
        {
            excluded.Add(Users(users));
        }

        if (exclusion.Names("Groups") is { Count: > 0 } groups)
        {
            excluded.Add(Groups(groups));
        }

        return excluded.Count == 0 ? null : Terms.Any(excluded);
    }
}
