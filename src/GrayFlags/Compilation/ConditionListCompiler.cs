using System.Diagnostics;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>Compiles all conditions of a rule, an audience, a segment or an exception.</summary>
internal sealed class ConditionListCompiler(
    ConditionCompiler conditions, CustomCompiler custom, SegmentCompiler segments, FlagSetCompiler flags, ProblemList problems)
{
    public ConditionCompiler Conditions => conditions;

    public CustomCompiler Custom => custom;

    public SegmentCompiler Segments => segments;

    public FlagSetCompiler Flags => flags;

    /// <summary>The cheap and the choosy first; the percentage is handed back, since a rule keeps it apart.</summary>
    /// <param name="definition">The conditions.</param>
    /// <param name="salt">The salt of a percentage that names none.</param>
    /// <param name="all">Where they are added.</param>
    /// <param name="asked">Grows by the flags that required ones lead to.</param>
    /// <param name="path">The path of the definition.</param>
    public PercentageCondition? Compile(ConditionsDefinition definition, string salt, List<Condition> all, ref long asked, params ReadOnlySpan<string> path)
    {
        AddAll(definition, new ConditionSite(definition, path, 0, ref asked), all);
        return definition.Percentage is { Hash: null } percentage ? conditions.Percentage(percentage, salt, path) : null;
    }

    /// <summary>The conditions of a segment, or of its exceptions.</summary>
    public List<Condition> Compile(MembershipDefinition definition, params ReadOnlySpan<string> path)
    {
        // Only documents that are built in code can hold others: the reader knows no such field here.
        foreach (var (field, _) in definition.Conditions.Given)
        {
            if (!ConditionField.OfSegments.Contains(field))
            {
                problems.Add(definition, field.Name, ProblemText.NotInSegments, path);
            }
        }

        var all = new List<Condition>();
        var asked = 0L;
        AddAll(definition, new ConditionSite(definition, path, 0, ref asked), all);
        return all;
    }

    /// <summary>The conditions of one step of an allocation; none for one that holds for everyone.</summary>
    public Condition[] Step(AllocationDefinition step, ref long asked, params ReadOnlySpan<string> path)
    {
        var all = new List<Condition>();
        AddAll(step, new ConditionSite(step, path, 0, ref asked), all);
        if (step.Percentage is { Hash: null })
        {
            problems.Add(step, "percentage", ProblemText.NestedPercentage, path);
        }

        return [.. all];
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

    /// <summary>The conditions of each object of <c>any</c> or <c>all</c>.</summary>
    public Condition[] List(in ConditionSite site, Field field, IReadOnlyList<ConditionsDefinition> given)
    {
        if (given.Count == 0)
        {
            problems.Add(site.Definition, field.Name, ProblemText.NothingNested, site.Path);
        }

        var list = new Condition[given.Count];
        for (var index = 0; index < list.Length; index++)
        {
            list[index] = Object(site, given[index], [.. site.Path, field.Name, DocumentPath.Index(index)]);
        }

        return list;
    }

    /// <summary>The conditions of one nested object; one that stands alone needs none around it.</summary>
    public Condition Object(in ConditionSite outer, ConditionsDefinition nested, string[] path)
    {
        var inner = new List<Condition>();
        if (outer.Depth == DocumentLimits.MaxNesting)
        {
            problems.Add(nested, "", ProblemText.NestedTooDeep(DocumentLimits.MaxNesting), path);
        }
        else if (nested.IsEmpty)
        {
            problems.Add(nested, "", ProblemText.ConditionsSayNothing, path);
        }
        else
        {
            AddAll(nested, new ConditionSite(nested, path, outer.Depth + 1, ref outer.Asked), inner);
            if (nested.Percentage is { Hash: null })
            {
                problems.Add(nested, "percentage", ProblemText.NestedPercentage, path);
            }
        }

        return inner.Count == 1 ? inner[0] : new AllCondition([.. inner]);
    }

    // All but the percentage. In the order of the entries, so what is given is counted: a condition without an entry would be one that always holds.
    private void AddAll(MembershipDefinition definition, in ConditionSite site, List<Condition> all)
    {
        var left = definition.Conditions.Given.Length - (definition.Conditions.Find(ConditionField.Percentage) is null ? 0 : 1);
        foreach (var entry in ConditionEntry.All)
        {
            if (definition.Conditions.Find(entry.Field) is { } value)
            {
                entry.Add(this, site, value, all);
                left--;
            }
        }

        // Last, as it costs most; one by our own buckets is the rule's own.
        if (definition.Conditions.Find(ConditionField.Percentage) is PercentageDefinition { Hash: { } hash } share
            && conditions.ForeignShare(share, hash, site.Path) is { } foreign)
        {
            all.Add(foreign);
        }

        if (left > 0)
        {
            throw new UnreachableException("a condition has no entry in ConditionEntry.All");
        }
    }
}
