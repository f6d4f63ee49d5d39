using System.Globalization;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary>The point that a rollout has to reach.</summary>
/// <param name="Stage">The name of a stage, or its number from 1; null for the end.</param>
internal sealed record WaitTarget(string? Stage)
{
    private const string StagePrefix = "stage:";

    /// <exception cref="UsageException">It is none.</exception>
    public static WaitTarget Parse(string text) =>
        text == "completed" ? new WaitTarget((string?)null)
        : text.StartsWith(StagePrefix, StringComparison.Ordinal) && text.Length > StagePrefix.Length ? new WaitTarget(text[StagePrefix.Length..])
        : throw new UsageException($"--until is '{text}', and neither completed nor stage:NAME nor stage:NUMBER, from 1");

    /// <summary>True when the stage, or a later one, admits its users: a rollout that is withheld admits nobody.</summary>
    /// <exception cref="UsageException">The rollout has no such stage.</exception>
    public bool IsReached(Rollout rollout)
    {
        var place = Stage is null ? int.MaxValue : PlaceIn(rollout.Stages);
        return rollout.Phase switch
        {
            "Completed" => true,
            "Running" or "Paused" => rollout.Stage >= place,
            _ => false,
        };
    }

    // A name first: a stage may be called 2.
    private int PlaceIn(IReadOnlyList<string> stages)
    {
        for (var place = 0; place < stages.Count; place++)
        {
            if (string.Equals(stages[place], Stage, StringComparison.Ordinal))
            {
                return place;
            }
        }

        return int.TryParse(Stage, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= stages.Count
            ? number - 1
            : throw new UsageException($"the rollout has no stage '{Stage}'; it has {string.Join(", ", stages)}");
    }
}
