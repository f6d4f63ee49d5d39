using System.Globalization;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Explain;

/// <summary>Puts the rollout of a flag into a stage, as an operator would who promotes it step by step.</summary>
internal static class StageChoice
{
    /// <summary>Goes to a stage, and tells which one is looked at.</summary>
    /// <param name="evaluator">The evaluator, whose rollouts are as when they were just loaded.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="wanted">The number of the stage, from 1, or its name. Null: the first.</param>
    /// <returns>A sentence for people; null where the flag has no stages.</returns>
    /// <exception cref="UsageException">There is no such stage.</exception>
    public static string? Apply(GrayEvaluator evaluator, string flag, string? wanted)
    {
        if (evaluator.Rollouts.GetStatus(flag) is not { Stages.Count: > 0 } status)
        {
            return wanted is null ? null : throw new UsageException($"--stage is given, and '{flag}' has no rollout with stages");
        }

        var index = wanted is null ? 0 : IndexOf(status.Stages, wanted);
        if (wanted is not null)
        {
            while (status.Record.Phase == RolloutPhase.Pending || (status.Record.Stage < index && status.Record.Phase == RolloutPhase.Running))
            {
                status = Promote(evaluator, flag);
            }
        }

        var at = string.Create(CultureInfo.InvariantCulture, $"stage {status.Record.Stage + 1} of {status.Stages.Count}, '{status.StageName}'");
        return status.Record.Phase == RolloutPhase.Pending
            ? $"The rollout has not begun; --stage 1 looks at its first stage, '{status.StageName}'."
            : $"The rollout is looked at in {at}{(wanted is null && status.Stages.Count > 1 ? "; --stage looks at another one" : "")}.";
    }

    // A rollout that needs nothing to go on may have gone on by itself meanwhile.
    private static RolloutStatus Promote(GrayEvaluator evaluator, string flag)
    {
        try
        {
            return evaluator.Rollouts.PromoteAsync(flag, "grayflags", "explain --stage").GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            return evaluator.Rollouts.GetStatus(flag)!;
        }
    }

    private static int IndexOf(IReadOnlyList<string> stages, string wanted)
    {
        for (var index = 0; index < stages.Count; index++)
        {
            if (string.Equals(stages[index], wanted, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= stages.Count
            ? number - 1
            : throw new UsageException($"--stage is '{wanted}'; the stages are {string.Join(", ", stages.Select((name, index) => $"{index + 1} ({name})"))}");
    }
}
