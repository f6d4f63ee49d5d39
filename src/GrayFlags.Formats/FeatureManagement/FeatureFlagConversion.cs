using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>Converts a feature flag: its filters become rules, its allocation an ordered one.</summary>
internal sealed class FeatureFlagConversion(string name, JsonElement flag, FeatureManagementFormatOptions options)
{
    private readonly VariantNames _variants = new();
    private readonly FeatureFilters _filters = new(name, options);

    /// <exception cref="NotExpressibleException">The flag cannot be expressed.</exception>
    public FlagDefinition Convert()
    {
        // The short form of the old schema.
        if (flag.AsText() is { } on)
        {
            return Boolean("its value", on);
        }

        // So is this, which only the old schema has.
        if (flag.Field("EnabledFor")?.AsText() is { Length: > 0 } always)
        {
            return Boolean("'EnabledFor'", always);
        }

        AddVariants();
        var allocation = flag.Field("allocation") ?? default;
        var whenOff = allocation.Field("default_when_disabled")?.AsText();
        var filters = (flag.Field("conditions")?.Items("client_filters") ?? []).Concat(flag.Items("EnabledFor")).ToList();
        var isOn = flag.Field("id") is null ? filters.Count > 0 : Boolean("'enabled'", flag.Field("enabled")?.AsText() ?? "false");
        var requirement = (flag.Field("conditions")?.Field("requirement_type") ?? flag.Field("RequirementType"))?.AsText();
        var rules = isOn ? Rules(filters, requirement) : null;
        return new FlagDefinition
        {
            Description = flag.Field("description")?.AsText() is { Length: > 0 } description ? description : null,
            Enabled = isOn ? null : false,
            Variants = _variants.All,
            Rules = rules,
            Default = isOn && rules is null,
            Allocation = _variants.All is not null && isOn ? Steps(allocation) : null,
            WhenOff = whenOff is not null && _variants.Contains(whenOff) ? whenOff : null,
        };
    }

    private static bool Boolean(string what, string text) =>
        bool.TryParse(text, out var value) ? value : throw new NotExpressibleException($"{what} is '{text}', neither true nor false");

    private static decimal Number(JsonElement? given, string what) =>
        JsonReading.Decimal(given) ?? throw new NotExpressibleException($"{what} is '{given}', which is no number");

    private void AddVariants()
    {
        foreach (var variant in flag.Items("variants"))
        {
            var status = variant.Field("status_override")?.AsText();
            var variantName = variant.Field("name")?.AsText() ?? "";
            if (_variants.Contains(variantName))
            {
                // Of two of one name the first counts.
                continue;
            }

            _variants.Add(variantName, new VariantDefinition
            {
                Value = variant.Field("configuration_value")?.Clone(),
                Enabled = status?.ToUpperInvariant() switch
                {
                    null or "NONE" => null,
                    "ENABLED" => true,
                    "DISABLED" => false,
                    _ => throw new NotExpressibleException($"'status_override' is '{status}', none of None, Enabled and Disabled"),
                },
            });
        }
    }

    // Null: on for everyone.
    private Dictionary<string, RuleDefinition>? Rules(List<JsonElement> filters, string? requirement)
    {
        if (filters.Count == 0)
        {
            return null;
        }

        var isAll = requirement?.Equals("All", StringComparison.OrdinalIgnoreCase) == true;
        if (requirement is not null && !isAll && !requirement.Equals("Any", StringComparison.OrdinalIgnoreCase))
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
        var drawn = filters.Select(static filter => filter.Percentage).OfType<PercentageDefinition>().ToList();
        if (drawn.Count > 1)
        {
            throw new NotExpressibleException("it asks for two draws of Microsoft.Percentage at once; a rule has one");
        }

        var conditions = filters.Select(static filter => filter.Condition).OfType<ConditionsDefinition>().ToList();
        return new RuleDefinition
        {
            Serve = true,
            All = conditions.Count > 0 ? conditions : null,
            Percentage = drawn.Count > 0 ? drawn[0] : null,
        };
    }

    private List<AllocationDefinition> Steps(JsonElement allocation)
    {
        var steps = new List<AllocationDefinition>();
        foreach (var user in allocation.Items("user"))
        {
            steps.Add(Terms.Step(Known(user), _filters.Users(user.Names("users"))));
        }

        foreach (var group in allocation.Items("group"))
        {
            steps.Add(Terms.Step(Known(group), _filters.Groups(group.Names("groups"))));
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
                steps.Add(Terms.Step(Known(percentile), new ConditionsDefinition { Percentage = _filters.Share(seed, from, to - from) }));
            }
        }

        steps.Add(Terms.Step(allocation.Field("default_when_enabled")?.AsText() is { } otherwise && _variants.Contains(otherwise) ? otherwise : null));
        return steps;
    }

    // Who is given a variant that is not there has none.
    private string? Known(JsonElement step) => step.Field("variant")?.AsText() is { } variant && _variants.Contains(variant) ? variant : null;
}
