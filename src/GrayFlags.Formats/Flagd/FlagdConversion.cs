using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Flagd;

/// <summary>Converts one flag of flagd: the branches of its targeting become rules, in the order in which they are asked.</summary>
internal sealed class FlagdConversion
{
    private readonly JsonElement _flag;
    private readonly FlagdLogic _logic;
    private readonly FlagdShares _shares;
    private readonly VariantNames _variants = new();
    private readonly Dictionary<string, RuleDefinition> _rules = new(StringComparer.Ordinal);
    private readonly string? _default;

    // Words that a rule would take for something else; a step of an allocation names variants only.
    private readonly bool _hasReservedNames;

    public FlagdConversion(string name, JsonElement flag, JsonElement evaluators, BucketHash hash)
    {
        if (flag.Get("variants") is not { ValueKind: JsonValueKind.Object })
        {
            throw new NotExpressibleException("the flag is no object with 'variants', as every flag of flagd is");
        }

        _flag = flag;
        _logic = new FlagdLogic(name, evaluators);
        foreach (var variant in Properties(flag.Get("variants")))
        {
            // Only false is off: a flag of another kind is served, whatever its value.
            bool? enabled = variant.Value.ValueKind == JsonValueKind.False ? false : null;
            _variants.Add(variant.Name, new VariantDefinition { Value = variant.Value.Clone(), Enabled = enabled });
        }

        _default = flag.Text("defaultVariant") is { Length: > 0 } given ? Known(given) : null;
        _hasReservedNames = Properties(flag.Get("variants")).Any(static variant => VariantNames.IsWord(variant.Name));
        _shares = new FlagdShares(name, _logic, hash, _default);
    }

    /// <exception cref="NotExpressibleException">The flag cannot be expressed.</exception>
    public FlagDefinition Convert()
    {
        if (_flag.Text("state") is not (null or "ENABLED" or "DISABLED"))
        {
            throw new NotExpressibleException($"the state '{_flag.Text("state")}' is neither ENABLED nor DISABLED");
        }

        if (_flag.Get("targeting") is { } targeting && (targeting.ValueKind != JsonValueKind.Object || Properties(targeting).Any()))
        {
            AddBranches(targeting, []);
        }

        return new FlagDefinition
        {
            Metadata = _flag.Get("metadata")?.Clone(),
            Enabled = _flag.Text("state") == "DISABLED" ? false : null,
            Variants = _variants.All,
            Rules = _rules.Count > 0 ? _rules : null,
            Default = _default is null ? false : _hasReservedNames ? true : ServeDefinition.FromVariant(_default),
            Allocation = _default is not null && _hasReservedNames ? [Terms.Step(_default)] : null,
        };
    }

    private static JsonElement.ObjectEnumerator Properties(JsonElement? given) =>
        given is { ValueKind: JsonValueKind.Object } element ? element.EnumerateObject() : default;

    // Covers everybody for whom the guards hold, so that nobody falls through to the branches behind.
    private void AddBranches(JsonElement given, List<ConditionsDefinition> guards)
    {
        using var _ = _logic.Enter();
        var expression = _logic.Resolve(given);
        if (expression.ValueKind is not JsonValueKind.Object)
        {
            AddRule(guards, Leaf(expression));
            return;
        }

        var (name, arguments) = FlagdLogic.Operation(expression);
        switch (name)
        {
            case "if" or "?:":
                AddChain(arguments, guards);
                break;
            case "fractional":
                AddRule(guards, _shares.Steps(arguments, Known));
                break;
            default:
                if (!_logic.IsBoolean(expression))
                {
                    throw new NotExpressibleException($"targeting gives what '{name}' gives, which may be something else than true or false");
                }

                AddTruth(_logic.Truth(expression), guards);
                break;
        }
    }

    private void AddChain(IReadOnlyList<JsonElement> arguments, List<ConditionsDefinition> guards)
    {
        var index = 0;
        for (; index + 1 < arguments.Count; index += 2)
        {
            var truth = _logic.Truth(arguments[index]);
            if (truth.Constant == true)
            {
                AddBranches(arguments[index + 1], guards);
                return;
            }

            if (truth.Constant is null)
            {
                AddBranches(arguments[index + 1], [.. guards, truth.Condition!]);
            }
        }

        if (index < arguments.Count)
        {
            AddBranches(arguments[index], guards);
        }
        else
        {
            AddRule(guards, [Terms.Step(_default)]);
        }
    }

    private void AddTruth(FlagdTruth truth, List<ConditionsDefinition> guards)
    {
        if (truth.Constant != false)
        {
            AddRule(truth.Condition is { } condition ? [.. guards, condition] : guards, [Terms.Step(Known("true"))]);
        }

        if (truth.Constant != true)
        {
            AddRule(guards, [Terms.Step(Known("false"))]);
        }
    }

    private List<AllocationDefinition> Leaf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [Terms.Step(_default)],
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.String => [Terms.Step(Known(value.AsText()!))],
        _ => throw new NotExpressibleException($"targeting gives {value.GetRawText()}, which is the name of no variant"),
    };

    private string Known(string variant) => _variants.Contains(variant)
        ? variant
        : throw new NotExpressibleException($"targeting gives '{variant}', which is the name of no variant");

    private void AddRule(List<ConditionsDefinition> guards, List<AllocationDefinition> steps)
    {
        var number = _rules.Count + 1;
        var isSingle = steps.Count == 1;
        var rule = isSingle && steps[0].Variant is null ? Terms.Rule(number, false, guards)
            : isSingle && !_hasReservedNames ? Terms.Rule(number, ServeDefinition.FromVariant(steps[0].Variant!), guards)
            : Terms.Rule(number, true, guards, steps);
        _rules.Add(Terms.Numbered("targeting", number), rule);
    }
}
