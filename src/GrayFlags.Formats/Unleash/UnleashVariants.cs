using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Unleash;

/// <summary>Converts the variants of a feature and of its strategies: overrides first, then shares of the sum of weights.</summary>
internal sealed class UnleashVariants(string feature)
{
    // What is nested deeper stays a text: a document of ours could not be read again.
    private const int MaxDepth = 16;

    private readonly VariantNames _variants = new();

    /// <summary>All that were met; null when there are none.</summary>
    public IReadOnlyDictionary<string, VariantDefinition>? All => _variants.All;

    /// <summary>The steps by which variants are given; null when there are none.</summary>
    /// <param name="variants">The variants, in their order.</param>
    /// <param name="group">What is hashed with the unit.</param>
    /// <param name="stickiness">That of the strategy, where the first variant names none.</param>
    public List<AllocationDefinition>? Steps(IReadOnlyList<JsonElement> variants, string group, string? stickiness = null)
    {
        if (variants.Count == 0)
        {
            return null;
        }

        foreach (var variant in variants)
        {
            Add(variant);
        }

        var total = variants.Sum(WeightOf);
        if (total <= 0)
        {
            return [Terms.Step(null)];
        }

        var steps = variants.SelectMany(Overrides).ToList();
        var unit = UnleashUnit.OfVariant(variants[0].Text("stickiness") ?? stickiness);
        var from = 0m;
        foreach (var variant in variants)
        {
            var weight = WeightOf(variant);
            if (weight > 0)
            {
                var share = unit.Share(BucketHash.UnleashVariant, group, from, weight, total);
                steps.Add(Terms.Step(NameOf(variant), new ConditionsDefinition { Percentage = share }));
                from += weight;
            }
        }

        return steps;
    }

    private static string NameOf(JsonElement variant) => variant.Text("name") ?? "";

    private static decimal WeightOf(JsonElement variant)
    {
        var weight = variant.Text("weight");
        return JsonReading.Integer(weight) is { } whole and >= 0
            ? whole
            : throw new NotExpressibleException($"variant '{NameOf(variant)}' has the weight {weight}, which is no whole number");
    }

    private static IEnumerable<AllocationDefinition> Overrides(JsonElement variant) =>
        variant.List("overrides").Select(given => Terms.Step(
            NameOf(variant),
            Terms.When(ContextFields.NameOf(given.Text("contextName") ?? ""), new AttributeDefinition { In = given.Texts("values") })));

    private static JsonElement? ValueOf(JsonElement variant)
    {
        if (variant.Get("payload") is not { } payload || payload.Get("value") is not { } value)
        {
            return null;
        }

        if (payload.Text("type") is not ("number" or "json") || value.ValueKind != JsonValueKind.String)
        {
            return value.Clone();
        }

        try
        {
            using var json = JsonDocument.Parse(value.GetString()!, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return value.Clone();
        }
    }

    private void Add(JsonElement variant)
    {
        var name = NameOf(variant);
        var value = ValueOf(variant);
        if (_variants.Find(name) is not { } known)
        {
            _variants.Add(name, new VariantDefinition { Value = value });
        }
        else if (known.Value?.GetRawText() != value?.GetRawText())
        {
            throw new NotExpressibleException($"'{feature}' has two variants '{name}' with different payloads; here a name has one value");
        }
    }
}
