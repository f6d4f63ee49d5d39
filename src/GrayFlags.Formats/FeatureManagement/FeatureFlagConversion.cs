using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>Converts a feature flag: its filters become rules, its allocation an ordered one.</summary>
internal sealed class FeatureFlagConversion(string name, FeatureFlag given, FeatureManagementFormatOptions options)
{
    private readonly JsonElement _flag = given.Json;
    private readonly VariantNames _variants = new();
    private readonly FeatureFilters _filters = new(name, options);

    /// <exception cref="NotExpressibleException">The flag cannot be expressed.</exception>
    public FlagDefinition Convert() => given.IsOlder ? OfOlder() : OfNewer();

    // It knows no variants, and nothing of the newer schema: what stands there is not read.
    private FlagDefinition OfOlder()
    {
        var text = _flag.AsText() is { Length: > 0 } value ? value : _flag.Field("EnabledFor")?.AsText();
        if (!string.IsNullOrEmpty(text))
        {
            return bool.TryParse(text, out var isOn) && isOn;
        }

        var filters = Named(_flag.Items("EnabledFor"));
        return filters.Count == 0 ? false : new FlagDefinition { Rules = Rules(filters, _flag.Field("RequirementType")?.AsText()), Default = false };
    }

    private FlagDefinition OfNewer()
    {
        AddVariants();
        var allocation = _flag.Field("allocation") ?? default;
        var whenOff = allocation.Field("default_when_disabled")?.AsText();
        var conditions = _flag.Field("conditions");
        var written = conditions?.Items("client_filters") ?? [];
        var filters = Named(written);
        var isOn = _flag.Field("enabled")?.AsText() is { Length: > 0 } enabled && Boolean("'enabled'", enabled);
        var rules = Kept(isOn, () => Rules(filters, conditions?.Field("requirement_type")?.AsText()));
        return new FlagDefinition
        {
            Description = _flag.Field("description")?.AsText() is { Length: > 0 } description ? description : null,
            Enabled = isOn ? null : false,
            Variants = _variants.All,
            Rules = rules,

            // Filters of which none has a name are none that could hold.
            Default = isOn && written.Count == 0,
            Allocation = _variants.All is null ? null : Kept(isOn, () => Steps(allocation)),
            WhenOff = Existing(whenOff),
        };
    }

    // What stands in a flag that is off decides nothing. It is kept for the day when the flag is turned on, where it can be expressed.
    private static T? Kept<T>(bool isOn, Func<T?> convert)
        where T : class
    {
        try
        {
            return convert();
        }
        catch (NotExpressibleException) when (!isOn)
        {
            return null;
        }
    }

    private static List<JsonElement> Named(IEnumerable<JsonElement> filters) =>
        [.. filters.Where(static filter => filter.Field("name")?.AsText() is { Length: > 0 })];

    private static bool Boolean(string what, string text) =>
        bool.TryParse(text, out var value) ? value : throw new NotExpressibleException($"{what} is '{text}', neither true nor false");

    // What is not given is 0 there.
    private static decimal Number(JsonElement? given, string what) => given is null || given.Value.AsText() == ""
        ? 0m
        : JsonReading.Decimal(given) ?? throw new NotExpressibleException($"{what} is '{given}', which is no number");

    private void AddVariants()
    {
        foreach (var variant in _flag.Items("variants"))
        {
            var status = variant.Field("status_override")?.AsText();
            var variantName = variant.Field("name")?.AsText() ?? "";
            if (variantName.Length == 0 || _variants.Contains(variantName))
            {
                // What has no name is none there, and of two of one name the first counts.
                continue;
            }

            _variants.Add(variantName, new VariantDefinition
            {
                Value = variant.Field("configuration_value")?.Clone(),
                Enabled = status?.ToUpperInvariant() switch
                {
                    null or "" or "NONE" => null,
                    "ENABLED" => true,
                    "DISABLED" => false,
                    _ => throw new NotExpressibleException($"'status_override' is '{status}', none of None, Enabled and Disabled"),
                },
            });
        }
    }

    // Null: there are none.
    private Dictionary<string, RuleDefinition>? Rules(List<JsonElement> filters, string? requirement)
    {
        if (filters.Count == 0)
        {
            return null;
        }

        var isAll = requirement?.Equals("All", StringComparison.OrdinalIgnoreCase) == true;
        if (requirement is { Length: > 0 } && !isAll && !requirement.Equals("Any", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotExpressibleException($"the requirement type is '{requirement}', neither Any nor All");
        }

        var converted = filters.Select(_filters.Convert).ToList();
        if (isAll)
        {
            return new(StringComparer.Ordinal) { ["filters"] = All(converted) };
        }

        var rules = new Dictionary<string, RuleDefinition>(StringComparer.Ordinal);
        foreach (var filter in converted)
        {
            rules.Add(Terms.Numbered("filter", rules.Count + 1), All([filter]));
        }

        return rules;
    }

    private static RuleDefinition All(List<FeatureFilter> filters)
    {
        var conditions = filters.Select(static filter => filter.Condition).OfType<ConditionsDefinition>().ToList();
        return new RuleDefinition
        {
            Serve = true,
            All = conditions.Count > 0 ? conditions : null,
            Percentage = filters.Select(static filter => filter.Percentage).OfType<PercentageDefinition>().SingleOrDefault(),
        };
    }

    private List<AllocationDefinition> Steps(JsonElement allocation)
    {
        var steps = new List<AllocationDefinition>();
        var otherwise = Existing(allocation.Field("default_when_enabled")?.AsText());
        foreach (var user in allocation.Items("user"))
        {
            steps.Add(Terms.Step(Known(user, otherwise), _filters.Users(user.Names("users"))));
        }

        foreach (var group in allocation.Items("group"))
        {
            steps.Add(Terms.Step(Known(group, otherwise), _filters.Groups(group.Names("groups"))));
        }

        var seed = allocation.Field("seed")?.AsText() ?? $"allocation\n{name}";
        if (seed.Length == 0)
        {
            throw new NotExpressibleException("the seed of its allocation is empty");
        }

        foreach (var percentile in allocation.Items("percentile"))
        {
            var from = Number(percentile.Field("from"), "'from' of a percentile");
            var to = Number(percentile.Field("to"), "'to' of a percentile");
            if (to < from)
            {
                throw new NotExpressibleException($"a percentile goes from {from} to {to}");
            }

            if (to > from)
            {
                steps.Add(Terms.Step(Known(percentile, otherwise), new ConditionsDefinition { Percentage = _filters.Share(seed, from, to - from) }));
            }
        }

        steps.Add(Terms.Step(otherwise));
        return steps;
    }

    // Who is given a variant that is not there has none; who is given no name has the default.
    private string? Known(JsonElement step, string? otherwise) =>
        step.Field("variant")?.AsText() is { Length: > 0 } variant ? Existing(variant) : otherwise;

    private string? Existing(string? variant) => variant is not null && _variants.Contains(variant) ? variant : null;
}
