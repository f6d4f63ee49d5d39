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
        Add(conditions.Environments(definition, path));
        Add(conditions.Instances(definition, path));
        Add(conditions.Regions(definition, path));
        Add(conditions.Users(definition, path));
        Add(conditions.When(definition, path));
        Add(segments.Reference(definition, path));
        Add(conditions.Window(definition, path));
        Add(flags.Requires(definition, ref asked, path));
        all.AddRange(custom.Compile(definition, path));
        return conditions.Percentage(definition, salt, path);

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
}
