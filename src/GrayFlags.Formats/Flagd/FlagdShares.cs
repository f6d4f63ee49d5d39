using System.Text;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Flagd;

/// <summary>Converts <c>fractional</c> to an ordered allocation: a share of the sum of weights for each variant, and the default for everybody else.</summary>
internal sealed class FlagdShares(string flag, FlagdLogic logic, BucketHash hash, string? defaultVariant)
{
    private const string User = "userId";

    /// <param name="arguments">The arguments of <c>fractional</c>.</param>
    /// <param name="known">The variant of a name; throws where there is none.</param>
    /// <exception cref="NotExpressibleException">It cannot be expressed.</exception>
    public List<AllocationDefinition> Steps(IReadOnlyList<JsonElement> arguments, Func<string, string> known)
    {
        var hasKey = arguments.Count > 0 && arguments[0].ValueKind != JsonValueKind.Array;
        var key = hasKey ? KeyOf(arguments[0]) : new Key(flag, User, null);
        var shares = arguments.Skip(hasKey ? 1 : 0).Select(ShareOf).ToList();
        var total = shares.Sum(static share => share.Weight);
        var steps = new List<AllocationDefinition>();
        var from = 0m;
        foreach (var (variant, weight) in shares.Where(static share => share.Weight > 0))
        {
            var percentage = new PercentageDefinition
            {
                Hash = hash,
                Of = weight,
                From = from == 0 ? null : from,
                OutOf = total == 100 ? null : total,
                Salt = key.Salt,
                By = key.Unit == User ? null : key.Unit,
                IfMissing = key.IfMissing,
            };
            steps.Add(Terms.Step(known(variant), new ConditionsDefinition { Percentage = percentage }));
            from += weight;
        }

        steps.Add(Terms.Step(defaultVariant));
        return steps;
    }

    private static (string Variant, decimal Weight) ShareOf(JsonElement share)
    {
        if (share.ValueKind != JsonValueKind.Array || share.GetArrayLength() is not (1 or 2) || share[0].ValueKind != JsonValueKind.String)
        {
            throw new NotExpressibleException($"a share of 'fractional' is {share.GetRawText()}; a rule can have the name of a variant and a weight");
        }

        if (share.GetArrayLength() == 1)
        {
            return (share[0].GetString()!, 1);
        }

        return share[1].ValueKind == JsonValueKind.Number && share[1].TryGetInt32(out var weight)
            ? (share[0].GetString()!, Math.Max(0, weight))
            : throw new NotExpressibleException($"the weight {share[1].GetRawText()} is no whole number");
    }

    private Key KeyOf(JsonElement given)
    {
        var expression = logic.Resolve(given);
        if (expression.ValueKind == JsonValueKind.Object && FlagdLogic.Operation(expression) is ("cat", var parts))
        {
            return Joined(parts);
        }

        return logic.Operand(expression) is { Attribute: { } unit, Literal: null }
            ? new Key("", unit, null)
            : throw new NotExpressibleException($"'fractional' divides by {expression.GetRawText()}, which is no field of the context");
    }

    private Key Joined(IReadOnlyList<JsonElement> parts)
    {
        var salt = new StringBuilder();
        for (var index = 0; index < parts.Count; index++)
        {
            var operand = logic.Operand(parts[index]);
            if (operand.Attribute is { } unit)
            {
                // A missing field adds nothing to the text, which is hashed all the same.
                return index == parts.Count - 1 && operand.Literal is null
                    ? new Key(salt.ToString(), unit, MissingUnit.Empty)
                    : throw new NotExpressibleException("'fractional' divides by a text with something behind a field of the context");
            }

            var literal = operand.Literal!.Value;
            if (literal.ValueKind == JsonValueKind.Number && !literal.TryGetInt32(out _))
            {
                throw new NotExpressibleException($"'fractional' divides by a text with the number {literal.GetRawText()}, which is written in several ways");
            }

            salt.Append(literal.AsText());
        }

        throw new NotExpressibleException("'fractional' divides by a text without a field of the context");
    }

    private sealed record Key(string Salt, string Unit, MissingUnit? IfMissing);
}
