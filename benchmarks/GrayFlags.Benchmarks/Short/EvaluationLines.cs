using GrayFlags.Benchmarks.Floor;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Short;

/// <summary>The lines of the table that are about single answers.</summary>
internal static class EvaluationLines
{
    public static IEnumerable<Line> Of(int flagCount)
    {
        var question = new Question(flagCount);
        var floor = new FloorLoop(new HandWrittenFlags(question.Names, 50), question.Asked, Users.Ids);
        var lookup = new LookupLoop(new HandWrittenFlags(question.Names, 100), question.Asked);
        var contexts = Users.Contexts();
        var half = Flags.Evaluator(FlagKind.Percentage, question.Names);

        yield return new("50 % flag, contexts never asked before", 1.1, new(floor, new FreshLoop(half, question.Asked)));
        yield return new("50 % flag, contexts asked once", 0.48, new(floor, new NameLoop(half, question.Asked, contexts)));
        yield return new("50 % flag, through a handle", 0.24, new(floor, Handles(half, question, contexts)));
        yield return new("plain on flag, against the bare look-up", 1.3, new(lookup, Named(FlagKind.Plain, question, contexts)));
        yield return new("segment of 20 countries + 25 %", 1.3, new(floor, Named(FlagKind.CountriesAndPercentage, question, contexts)));
        yield return new("segment of 20 countries + 25 %, never asked", 1.3, new(floor, Fresh(FlagKind.CountriesAndPercentage, question)));
        yield return new("list of 1,000 users", 1.3, new(floor, Named(FlagKind.UserList, question, contexts)));
        yield return new("list of 1,000 users, never asked", 1.3, new(floor, Fresh(FlagKind.UserList, question)));
        yield return new("time window", 1.3, new(floor, Named(FlagKind.Window, question, contexts)));
        if (flagCount <= 100)
        {
            yield return new("50 rules, 30 of them never matching", null, new(floor, Named(FlagKind.ManyRules, question, contexts)));
            yield return new("segments of segments, 8 levels", null, new(floor, Named(FlagKind.NestedSegments, question, contexts)));
        }
    }

    private static NameLoop Named(FlagKind kind, Question question, GrayContext[] contexts) =>
        new(Flags.Evaluator(kind, question.Names), question.Asked, contexts);

    private static FreshLoop Fresh(FlagKind kind, Question question) => new(Flags.Evaluator(kind, question.Names), question.Asked);

    private static HandleLoop Handles(GrayEvaluator evaluator, Question question, GrayContext[] contexts)
    {
        var handles = question.Names.ToDictionary(name => name, evaluator.Flag, StringComparer.Ordinal);
        return new([.. question.Asked.Select(name => handles[name])], contexts);
    }
}
