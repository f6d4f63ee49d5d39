using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Writing;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Compilation;

/// <summary>Compiles the guards of a rollout.</summary>
internal sealed class GuardCompiler(ProblemList problems)
{
    private const decimal LeastQuantile = 0.5m;
    private const decimal LargestQuantile = 0.999m;
    private const decimal MaxRelative = 10m;

    private readonly FieldValidator _fields = new(problems);

    public GuardPlan[] Compile(RolloutDefinition rollout, string[] path)
    {
        if (rollout.Guards is not { } guards)
        {
            return [];
        }

        if (guards.Count > DocumentLimits.MaxGuards)
        {
            problems.Add(rollout, "guards", ProblemText.TooMany(guards.Count, "guards", DocumentLimits.MaxGuards, nameof(DocumentLimits.MaxGuards)), path);
            return [];
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var compiled = new List<GuardPlan>(guards.Count);
        foreach (var (name, guard) in guards)
        {
            string[] at = [.. path, "guards", name];
            if (!NameRules.IsName(name))
            {
                problems.Add(guard, "", ProblemText.BadName(LogSafeText.Quote(name)), at);
            }
            else if (!names.Add(name))
            {
                problems.Add(guard, "", ProblemText.GivenTwice(LogSafeText.Escape(name)), at);
            }

            compiled.Add(Compile(name, guard, at));
        }

        // By name, since the order in a document means nothing.
        compiled.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return [.. compiled];
    }

    private GuardPlan Compile(string name, GuardDefinition guard, string[] at)
    {
        if (guard.Metric is null)
        {
            problems.Add(guard, "", ProblemText.Kind("nothing", $"'metric', {ProblemText.MetricAllowed},"), at);
        }

        var metric = _fields.Word(guard, "metric", guard.Metric, GuardMetric.Error, ProblemText.MetricAllowed, at);
        var kind = Kind(guard, metric, at);
        var isLimit = _fields.Word(guard, "compare", guard.Compare, GuardComparison.Control, ProblemText.CompareAllowed, at) == GuardComparison.Limit;
        CheckComparison(guard, metric, kind, isLimit, at);
        return new GuardPlan
        {
            Name = name,
            Metric = metric,
            Kind = kind,
            IsLimit = isLimit,
            Max = _fields.Number(guard, "max", guard.Max, 0, static max => max is > 0m and < 1m, "a number above 0 and below 1", at),
            Quantile = _fields.Number(
                guard, "quantile", guard.Quantile, 0, static quantile => quantile is >= LeastQuantile and <= LargestQuantile, "a number from 0.5 to 0.999", at),
            Relative = _fields.Number(
                guard.Tolerance ?? (Definition)guard,
                "relative",
                guard.Tolerance?.Relative,
                0,
                static part => part is >= 0m and <= MaxRelative,
                "a number from 0 to 10",
                [.. at, "tolerance"]),
            Absolute = _fields.Number(
                guard.Tolerance ?? (Definition)guard,
                "absolute",
                guard.Tolerance?.Absolute,
                0,
                static part => part is >= 0m and < 1m,
                "a number from 0 to below 1",
                [.. at, "tolerance"]),
            OnBreach = _fields.Word(guard, "onBreach", guard.OnBreach, GuardAction.Rollback, ProblemText.ActionAllowed, at),
            Count = Count(guard, metric, isLimit, at),
            IgnoresNotEnded = IgnoresNotEnded(guard, metric, at),
            AfterCompletion = AfterCompletion(guard, isLimit, at),
        };
    }

    private GuardCount Count(GuardDefinition guard, GuardMetric metric, bool isLimit, string[] at)
    {
        var count = _fields.Word(guard, "count", guard.Count, GuardCount.First, ProblemText.CountAllowed, at);
        if (count == GuardCount.Both && (metric != GuardMetric.Error || isLimit || guard.Tolerance?.Absolute is > 0m))
        {
            problems.Add(guard, "count", ProblemText.CountsBothWithoutErrors, at);
        }

        return count;
    }

    private bool IgnoresNotEnded(GuardDefinition guard, GuardMetric metric, string[] at)
    {
        if (guard.NotEnded is not null && metric != GuardMetric.Error)
        {
            problems.Add(guard, "notEnded", ProblemText.NotEndedOfAnotherMetric, at);
        }

        return _fields.Word(guard, "notEnded", guard.NotEnded, GuardNotEnded.Fail, ProblemText.NotEndedAllowed, at) == GuardNotEnded.Ignore;
    }

    private GuardAfterCompletion AfterCompletion(GuardDefinition guard, bool isLimit, string[] at)
    {
        if (guard.AfterCompletion is not null && !isLimit)
        {
            problems.Add(guard, "afterCompletion", ProblemText.AfterCompletionWithoutLimit, at);
        }

        return _fields.Word(guard, "afterCompletion", guard.AfterCompletion, GuardAfterCompletion.Alarm, ProblemText.AfterCompletionAllowed, at);
    }

    private GuardKind Kind(GuardDefinition guard, GuardMetric metric, string[] at)
    {
        var usual = metric switch { GuardMetric.Duration => GuardKind.Mean, GuardMetric.Score => GuardKind.Score, _ => GuardKind.Rate };
        var kind = _fields.Word(guard, "kind", guard.Kind, usual, ProblemText.GuardKindAllowed, at);
        if (kind != usual && (metric, kind) != (GuardMetric.Duration, GuardKind.Quantile))
        {
            var allowed = metric == GuardMetric.Duration ? "mean or quantile" : Small(usual);
            problems.Add(guard, "kind", ProblemText.KindOfAnotherMetric(Small(kind), Small(metric), allowed), at);
            return usual;
        }

        if (kind == GuardKind.Quantile && guard.Quantile is null)
        {
            problems.Add(guard, "", ProblemText.QuantileMissing, at);
        }

        if (kind != GuardKind.Quantile && guard.Quantile is not null)
        {
            problems.Add(guard, "quantile", ProblemText.QuantileOfAnotherKind(Small(kind)), at);
        }

        return kind;
    }

    private void CheckComparison(GuardDefinition guard, GuardMetric metric, GuardKind kind, bool isLimit, string[] at)
    {
        if (!isLimit)
        {
            if (metric == GuardMetric.Mismatch)
            {
                problems.Add(guard, "compare", ProblemText.MismatchIsALimit, at);
            }
            else if (guard.Max is not null)
            {
                problems.Add(guard, "max", ProblemText.MaxWithoutLimit, at);
            }

            return;
        }

        if (kind != GuardKind.Rate)
        {
            problems.Add(guard, "compare", ProblemText.LimitOfAnotherKind(Small(kind)), at);
        }
        else if (guard.Max is null)
        {
            problems.Add(guard, "", ProblemText.LimitWithoutMax, at);
        }

        if (guard.Tolerance is not null)
        {
            problems.Add(guard, "tolerance", ProblemText.ToleranceWithLimit, at);
        }
    }

    private static string Small<T>(T word)
        where T : struct, Enum => DocumentWriter.Word(word);
}
