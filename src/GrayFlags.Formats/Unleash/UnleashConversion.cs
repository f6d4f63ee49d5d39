using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Unleash;

/// <summary>Converts the features of Unleash: each strategy becomes a rule, the variants an ordered allocation.</summary>
internal sealed class UnleashConversion(UnleashFeatures features, IReadOnlySet<string> customStrategies)
{
    private const string DefaultVariant = "disabled";

    /// <summary>The flag of a feature.</summary>
    /// <exception cref="NotExpressibleException">It cannot be expressed.</exception>
    public FlagDefinition Convert(string name)
    {
        var feature = features.Feature(name);
        if (!feature.Flag("enabled"))
        {
            return new FlagDefinition { Description = feature.Text("description"), Enabled = false };
        }

        var variants = new UnleashVariants(name);
        var flagAllocation = variants.Steps(feature.List("variants"), name);
        var rules = new Dictionary<string, RuleDefinition>(StringComparer.Ordinal);
        var unmet = Unmet(feature);
        if (unmet.Count > 0)
        {
            rules.Add("dependencies", Terms.Rule(0, false, [Terms.Any(unmet)]));
        }

        var strategies = feature.List("strategies");
        var constraints = new UnleashConstraints(features);
        var converter = new UnleashStrategies(name, constraints, customStrategies);
        for (var index = 0; index < strategies.Count; index++)
        {
            var strategy = strategies[index];
            var parameters = strategy.Get("parameters");
            var own = variants.Steps(strategy.List("variants"), parameters?.Text("groupId") ?? name, parameters?.Text("stickiness"));
            rules.Add(Terms.Numbered("strategy", index + 1), Terms.Rule(index + 1, true, converter.Convert(strategy), own));
        }

        return new FlagDefinition
        {
            Description = feature.Text("description"),
            Variants = variants.All,
            Rules = rules.Count > 0 ? rules : null,
            Default = strategies.Count == 0,
            Allocation = flagAllocation,
        };
    }

    // Dependencies go one level deep: a parent that has parents counts as not there.
    private List<ConditionsDefinition> Unmet(JsonElement feature)
    {
        var unmet = new List<ConditionsDefinition>();
        foreach (var dependency in feature.List("dependencies"))
        {
            var parent = dependency.Text("feature") ?? "";
            if (!features.TryGetFeature(parent, out var found) || found.List("dependencies").Count > 0)
            {
                unmet.Add(Terms.Not(Terms.Never));
                continue;
            }

            var isOn = dependency.Flag("enabled", absent: true);
            var variants = dependency.Texts("variants");
            var met = !isOn || variants.Count == 0
                ? Requires(parent, isOn)
                : Terms.Any([.. variants.Select(variant => RequiresVariant(parent, found, variant))]);
            unmet.Add(Terms.Not(met));
        }

        return unmet;
    }

    private static ConditionsDefinition Requires(string flag, ServeDefinition serve) =>
        new() { Requires = new Dictionary<string, ServeDefinition>(StringComparer.Ordinal) { [flag] = serve } };

    private static ConditionsDefinition RequiresVariant(string flag, JsonElement feature, string variant)
    {
        if (!feature.Flag("enabled"))
        {
            return Terms.Never;
        }

        var known = feature.List("variants").Concat(feature.List("strategies").SelectMany(static strategy => strategy.List("variants")))
            .Select(static one => one.Text("name") ?? "")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (VariantNames.IsWord(variant))
        {
            throw new NotExpressibleException($"it depends on the variant '{variant}' of '{flag}', a word that means something else where a flag is required");
        }

        if (known.Contains(variant))
        {
            return Requires(flag, ServeDefinition.FromVariant(variant));
        }

        // Somebody for whom a feature is on and who has none of its variants has the one of this name there.
        return variant == DefaultVariant
            ? Terms.All(
                [Requires(flag, true), .. known.Select(name => Terms.Not(Requires(flag, ServeDefinition.FromVariant(name))))])!
            : Terms.Never;
    }
}
