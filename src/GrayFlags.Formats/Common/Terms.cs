using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Formats.Common;

/// <summary>Conditions that conversions are made of.</summary>
internal static class Terms
{
    /// <summary>Holds for nobody.</summary>
    public static ConditionsDefinition Never => new() { Users = [] };

    public static ConditionsDefinition When(string attribute, AttributeDefinition test) =>
        new() { When = new Dictionary<string, AttributeDefinition> { [attribute] = test } };

    public static ConditionsDefinition Not(ConditionsDefinition condition) => new() { Not = condition };

    public static ConditionsDefinition Any(params IReadOnlyList<ConditionsDefinition> conditions) =>
        conditions.Count switch { 0 => Never, 1 => conditions[0], _ => new() { Any = conditions } };

    /// <summary>Holds when all of them do; null, and so always, when there are none.</summary>
    public static ConditionsDefinition? All(IReadOnlyList<ConditionsDefinition> conditions) =>
        conditions.Count switch { 0 => null, 1 => conditions[0], _ => new() { All = conditions } };

    /// <summary>The app's own condition of this name, with the parameters of its counterpart.</summary>
    public static ConditionsDefinition Custom(string name, JsonElement parameters)
    {
        var hasParameters = parameters.ValueKind == JsonValueKind.Object && parameters.EnumerateObject().Any();
        return new()
        {
            Custom = new Dictionary<string, CustomDefinition>(StringComparer.Ordinal)
            {
                [name] = new() { Parameters = hasParameters ? parameters.Clone() : null },
            },
        };
    }

    /// <summary>A rule of these conditions; of everyone when there are none.</summary>
    public static RuleDefinition Rule(
        int priority, ServeDefinition serve, IReadOnlyList<ConditionsDefinition> conditions, IReadOnlyList<AllocationDefinition>? allocation = null) =>
        new() { Priority = priority, Serve = serve, All = conditions.Count == 0 ? null : conditions, Allocation = allocation };

    /// <summary>A step of these conditions.</summary>
    public static AllocationDefinition Step(string? variant, params IReadOnlyList<ConditionsDefinition> conditions) =>
        new() { Variant = variant, All = conditions.Count == 0 ? null : conditions };

    /// <summary>A name of a rule or a variant with a number, which sorts as it counts.</summary>
    public static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
}
