using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>Compiles the conditions of the app's own.</summary>
internal sealed class CustomCompiler(ProblemList problems, CustomConditions conditions)
{
    public void Compile(in ConditionSite site, IReadOnlyDictionary<string, CustomDefinition> given, List<Condition> all)
    {
        if (given.Count == 0)
        {
            problems.Add(site.Definition, "custom", ProblemText.ConditionsSayNothing, site.Path);
        }

        foreach (var (name, condition) in given)
        {
            if (Compile(name, condition, [.. site.Path, "custom", name]) is { } made)
            {
                all.Add(made);
            }
        }
    }

    // The app's own code: whatever it does wrong refuses the document, as any other problem does.
    private CustomCondition? Compile(string name, CustomDefinition definition, string[] path)
    {
        if (conditions.Find(name) is not { } condition)
        {
            problems.AddUnknown(definition, "", "registered condition", name, conditions.Names, path);
            return null;
        }

        GrayConditionTest? test = null;
        try
        {
            var parameters =
                new GrayConditionParameters(definition.Parameters, (parameter, message) => problems.Add(definition, parameter, message, path), problems.Near);
            test = condition.Compile(parameters);
            parameters.ReportUnread();
            if (test is null)
            {
                problems.Add(definition, "", ProblemText.NoTest(name), path);
            }
        }
        catch (Exception exception)
        {
            problems.Add(definition, "", ProblemText.ConditionThrew(name, exception.GetType().Name), path);
        }

        var shown = definition.Parameters is { } given ? LogSafeText.Escape(given.GetRawText()) : "no parameters";
        return test is null ? null : new CustomCondition(name, shown, test, conditions);
    }
}
