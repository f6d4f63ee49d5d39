using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>Compiles the variants of one flag, and what its rules and its default serve of them.</summary>
internal readonly struct VariantCompiler
{
    private const decimal MaxWeight = 100_000m;

    private static readonly NamedEntries<Variant> NoVariants = new();

    private readonly string _flag;
    private readonly ProblemList _problems;
    private readonly NamedEntries<Variant> _variants;
    private readonly bool _hasWeights;

    // Steps name variants only, so that "true" is no word there; other systems have variants of that name.
    private readonly bool _isAllocated;

    private readonly FlagSplits? _splits;

    public VariantCompiler(string flag, FlagDefinition definition, ProblemList problems)
    {
        _flag = flag;
        _problems = problems;
        if (definition.Variants is not { Count: > 0 } variants)
        {
            _variants = NoVariants;
            return;
        }

        _variants = new();
        _isAllocated = definition.Allocation is not null || definition.Rules?.Values.Any(static rule => rule.Allocation is not null) == true;
        var isAnyAboveZero = false;
        foreach (var (name, variant) in variants.Each())
        {
            _hasWeights |= variant.Weight is not null;
            isAnyAboveZero |= variant.Weight is not (null or 0m);
            Add(name, variant);
        }

        if (_hasWeights && !isAnyAboveZero)
        {
            problems.Add(definition, "variants", ProblemText.WeightsAllZero, "flags", flag);
        }

        _splits = isAnyAboveZero ? new FlagSplits(flag, _variants) : null;
    }

    /// <summary>True when a split could divide by the variants' weights.</summary>
    public bool HasSplit => _splits is not null;

    /// <summary>The variants by name, ignoring case.</summary>
    public IReadOnlyDictionary<string, Variant> ByName => _variants;

    /// <param name="given">What is served.</param>
    /// <param name="subject">Whom a split goes by.</param>
    /// <param name="at">The definition that serves it.</param>
    /// <param name="field">Its field.</param>
    /// <param name="path">The path up to the definition.</param>
    public Serve ServeOf(ServeDefinition given, BucketingUnit subject, Definition at, string field, params ReadOnlySpan<string> path)
    {
        if (given.IsSplit)
        {
            return SplitOf(subject, at, field, path);
        }

        if (given.Variant is not { } name)
        {
            return given.Enabled ? Serve.On : Serve.Off;
        }

        if (!_variants.ContainsKey(name) && SwitchWord.Of(name) is { } meant && !_problems.CountIfFull())
        {
            _problems.Add(at, field, ProblemText.SwitchAsVariant(LogSafeText.Quote(name), meant, [.. _variants.Keys]), path);
            return Serve.Off;
        }

        return Find(name, at, field, path) is { } variant ? Serve.Of(variant) : Serve.Off;
    }

    /// <summary>The variant of this name; null when there is none, which is reported then.</summary>
    public Variant? Find(string name, Definition at, string field, params ReadOnlySpan<string> path)
    {
        if (_variants.TryGetValue(name, out var variant))
        {
            return variant;
        }

        _problems.AddUnknown(at, field, "variant", name, _variants.Keys, path);
        return null;
    }

    private Serve SplitOf(BucketingUnit subject, Definition at, string field, ReadOnlySpan<string> path)
    {
        if (!_hasWeights)
        {
            _problems.Add(at, field, ProblemText.SplitWithoutWeights, path);
        }

        // One for all rules of the flag: each of its own would take rules times variants.
        return _splits?.Of(subject) is { } split ? Serve.Of(split) : Serve.Off;
    }

    private void Add(string name, VariantDefinition variant)
    {
        if (!NameRules.IsName(name))
        {
            _problems.Add(variant, "", ProblemText.BadName(LogSafeText.Quote(name)), "flags", _flag, "variants", name);
        }
        else if (!_isAllocated && IsReserved(name))
        {
            _problems.Add(variant, "", ProblemText.ReservedVariant(name), "flags", _flag, "variants", name);
        }

        var value = variant.Value is { ValueKind: not JsonValueKind.Undefined } given ? given : (JsonElement?)null;
        var weight = Weight(name, variant);
        if (_variants.TryAdd(name))
        {
            _variants.SetLast(new Variant(name, value, weight, variant.Enabled));
        }
        else
        {
            _problems.Add(variant, "", ProblemText.GivenTwice(LogSafeText.Escape(name)), "flags", _flag, "variants", name);
        }
    }

    private static bool IsReserved(string name) =>
        name.Equals("true", StringComparison.OrdinalIgnoreCase)
            || name.Equals("false", StringComparison.OrdinalIgnoreCase)
            || name.Equals("split", StringComparison.OrdinalIgnoreCase);

    private uint Weight(string name, VariantDefinition variant)
    {
        var weight = variant.Weight ?? 0m;
        if (weight is >= 0m and <= MaxWeight && decimal.Truncate(weight * Variant.WeightUnits) == weight * Variant.WeightUnits)
        {
            return (uint)(weight * Variant.WeightUnits);
        }

        _problems.Add(variant, "weight", ProblemText.NotAWeight(weight.ToString(CultureInfo.InvariantCulture)), "flags", _flag, "variants", name);
        return 0;
    }
}
