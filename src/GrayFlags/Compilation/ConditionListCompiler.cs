using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>Compiles all conditions of a rule, an audience or an exception.</summary>
internal sealed class ConditionListCompiler(
    ConditionCompiler conditions, CustomCompiler custom, SegmentCompiler segments, FlagSetCompiler flags, ProblemList problems)
{
    /// <summary>The cheap and the choosy first; the percentage is handed back, since a rule keeps it apart.</summary>
    /// <param name="definition">The conditions.</param>
    /// <param name="salt">The salt of a percentage that names none.</param>
    /// <param name="all">Where they are added.</param>
    /// <param name="asked">Grows by the flags that required ones lead to.</param>
    /// <param name="path">The path of the definition.</param>
    public PercentageCondition? Compile(ConditionsDefinition definition, string salt, List<Condition> all, ref long asked, params ReadOnlySpan<string> path)
    {
        AddAll(definition, all, 0, ref asked, path);
        return conditions.Percentage(definition, salt, path);
    }

    // All but the percentage; depth is that of the definition.
    private void AddAll(ConditionsDefinition definition, List<Condition> all, int depth, ref long asked, ReadOnlySpan<string> path)
    {
        Add(conditions.Environments(definition, path));
        Add(conditions.Instances(definition, path));
        Add(conditions.Regions(definition, path));
        Add(conditions.Users(definition, path));
        Add(conditions.When(definition, path));
        Add(segments.Reference(definition, path));
        Add(conditions.Window(definition, path));
        Add(flags.Requires(definition, ref asked, path));
        all.AddRange(custom.Compile(definition, path));
        if (definition.HasNested)
        {
            AddNested(definition, all, depth + 1, ref asked, path);
        }

        void Add(Condition? condition)
        {
            if (condition is not null)
            {
                all.Add(condition);
            }
        }
    }

    public ExceptCondition Except(ConditionsDefinition except, string salt, ref long asked, params ReadOnlySpan<string> path)
    {
        if (except.IsEmpty)
        {
            problems.Add(except, "", ProblemText.ConditionsSayNothing, path);
        }

        var exceptions = new List<Condition>();
        if (Compile(except, salt, exceptions, ref asked, path) is { } excepted)
        {
            exceptions.Add(excepted);
        }

        return new ExceptCondition([.. exceptions]);
    }

    private void AddNested(ConditionsDefinition definition, List<Condition> all, int depth, ref long asked, ReadOnlySpan<string> path)
    {
        if (definition.Any is { } any)
        {
            all.Add(new AnyCondition(List(definition, "any", any, depth, ref asked, path)));
        }

        if (definition.All is { } each)
        {
            all.Add(new AllCondition(List(definition, "all", each, depth, ref asked, path)));
        }

        if (definition.Not is { } not)
        {
            all.Add(new NotCondition(Object(not, depth, ref asked, [.. path, "not"])));
        }
    }

    private Condition[] List(
        ConditionsDefinition definition, string field, IReadOnlyList<ConditionsDefinition> given, int depth, ref long asked, ReadOnlySpan<string> path)
    {
        if (given.Count == 0)
        {
            problems.Add(definition, field, ProblemText.NothingNested, path);
        }

        var list = new Condition[given.Count];
        for (var index = 0; index < list.Length; index++)
        {
            list[index] = Object(given[index], depth, ref asked, [.. path, field, DocumentPath.Index(index)]);
        }

        return list;
    }

    // A condition that stands alone needs none around it.
    private Condition Object(ConditionsDefinition nested, int depth, ref long asked, string[] path)
    {
        var inner = new List<Condition>();
        if (depth > DocumentLimits.MaxNesting)
        {
            problems.Add(nested, "", ProblemText.NestedTooDeep(DocumentLimits.MaxNesting), path);
        }
        else if (nested.IsEmpty)
        {
            problems.Add(nested, "", ProblemText.ConditionsSayNothing, path);
        }
        else
        {
            AddAll(nested, inner, depth, ref asked, path);
            if (nested.Percentage is not null)
            {
                problems.Add(nested, "percentage", ProblemText.NestedPercentage, path);
            }
        }

        return inner.Count == 1 ? inner[0] : new AllCondition([.. inner]);
    }
}
