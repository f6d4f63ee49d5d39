using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>Compiles a percentage by the hash of another system.</summary>
internal sealed class ForeignShareCompiler(ConditionCompiler conditions, ProblemList problems)
{
    private const decimal Percents = 100m;

    /// <summary>The names of fields that stand with <c>hash</c> only, as far as they are given.</summary>
    public static IEnumerable<string> GivenOf(PercentageDefinition percentage)
    {
        (string Name, object? Value)[] fields =
        [
            ("outOf", percentage.OutOf), ("fallbacks", percentage.Fallbacks), ("ifMissing", percentage.IfMissing), ("ignoreCase", percentage.IgnoreCase),
        ];
        return fields.Where(static field => field.Value is not null).Select(static field => field.Name);
    }

    /// <summary>The condition; null when there is a problem, which is reported then.</summary>
    /// <param name="percentage">The percentage, which has a hash.</param>
    /// <param name="hash">That hash.</param>
    /// <param name="owner">The path of what has it.</param>
    public ForeignShareCondition? Compile(PercentageDefinition percentage, BucketHash hash, ReadOnlySpan<string> owner)
    {
        string[] path = [.. owner, "percentage"];
        var before = problems.Count;
        if (!Enum.IsDefined(hash))
        {
            problems.Add(percentage, "hash", ProblemText.UnknownHash, path);
        }

        CheckFields(percentage, path);
        CheckRange(percentage, hash, path);
        List<BucketingUnit> units = [];
        foreach (var (field, by) in UnitsOf(percentage))
        {
            if (conditions.UnitOf(percentage, field, by, path) is { } unit)
            {
                units.Add(unit);
            }
        }

        if (problems.Count > before)
        {
            return null;
        }

        return new ForeignShareCondition(percentage, new ForeignHash(hash, percentage), [.. units]);
    }

    private static IEnumerable<(string Field, string? By)> UnitsOf(PercentageDefinition percentage) =>
        (percentage.Fallbacks ?? []).Select(static by => ("fallbacks", (string?)by)).Prepend(("by", percentage.By));

    private void CheckFields(PercentageDefinition percentage, string[] path)
    {
        if (percentage.Salt is null)
        {
            problems.Add(percentage, "salt", ProblemText.SaltWithHash, path);
        }

        if (percentage.Ramp is not null || percentage.Shape is not null)
        {
            problems.Add(percentage, percentage.Ramp is null ? "shape" : "ramp", ProblemText.NotWithHash, path);
        }

        if (percentage.Overlap is not null)
        {
            problems.Add(percentage, "overlap", ProblemText.NotWithHash, path);
        }

        if (percentage.IfMissing is { } ifMissing && !Enum.IsDefined(ifMissing))
        {
            problems.Add(percentage, "ifMissing", ProblemText.UnknownMissing, path);
        }
    }

    private void CheckRange(PercentageDefinition percentage, BucketHash hash, string[] path)
    {
        var outOf = percentage.Whole;
        if (outOf is <= 0m or > ProblemText.MaxWhole)
        {
            problems.Add(percentage, "outOf", ProblemText.NotAWhole(outOf.ToString(CultureInfo.InvariantCulture)), path);
            return;
        }

        if (hash is BucketHash.Unleash or BucketHash.FeatureManagement && outOf != Percents)
        {
            problems.Add(percentage, "outOf", ProblemText.OutOf100, path);
        }

        var from = percentage.From ?? 0m;
        var isPart = CheckPart(percentage, "of", percentage.Of, outOf, path) & CheckPart(percentage, "from", from, outOf, path);
        if (isPart && from + percentage.Of > outOf)
        {
            problems.Add(percentage, "from", ProblemText.BeyondTheWhole(from, percentage.Of, outOf), path);
        }

        var isWhole = decimal.IsInteger(from) && decimal.IsInteger(percentage.Of) && decimal.IsInteger(outOf);
        if (hash is BucketHash.Unleash or BucketHash.UnleashVariant && !isWhole)
        {
            problems.Add(percentage, "of", ProblemText.NotWholeUnleash, path);
        }
    }

    private bool CheckPart(PercentageDefinition percentage, string field, decimal value, decimal outOf, string[] path)
    {
        if (value >= 0m && value <= outOf)
        {
            return true;
        }

        problems.Add(percentage, field, ProblemText.NotInTheWhole(value.ToString(CultureInfo.InvariantCulture), outOf), path);
        return false;
    }
}
