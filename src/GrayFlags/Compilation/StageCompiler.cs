using GrayFlags.Bucketing;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Writing;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Compilation;

/// <summary>Compiles the stages of a rollout, or the ramp in their place.</summary>
internal sealed class StageCompiler(ConditionCompiler conditions, ProblemList problems)
{
    private const decimal All = 100m;

    // Each stage with each before it, region by region, where a share falls: for all rollouts of a document together.
    private const long MaxComparedRegions = 2_000_000;

    private readonly FieldValidator _fields = new(problems);
    private long _compared;

    public StagePlan[] Compile(RolloutDefinition rollout, RolloutOrder order, string[] path)
    {
        if (rollout.Stages is not { } stages)
        {
            problems.Add(rollout, "", ProblemText.StagesOrRamp, path);
            return [];
        }

        if (stages.Count == 0)
        {
            problems.Add(rollout, "stages", ProblemText.EmptyStages, path);
        }

        if (stages.Count > DocumentLimits.MaxStages)
        {
            problems.Add(rollout, "stages", ProblemText.TooMany(stages.Count, "stages", DocumentLimits.MaxStages, nameof(DocumentLimits.MaxStages)), path);
            return [];
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var compiled = new StagePlan[stages.Count];
        for (var index = 0; index < stages.Count; index++)
        {
            string[] at = [.. path, "stages", DocumentPath.Index(index)];
            CheckName(stages[index], names, at);
            compiled[index] = Compile(stages[index], order, isLast: index == stages.Count - 1, at);
            CheckFall(stages, compiled, index, at);
        }

        return compiled;
    }

    /// <summary>The ramp; null when there is none.</summary>
    public ClockRamp? Ramp(RolloutDefinition rollout, RolloutOrder order, string[] path)
    {
        if (rollout.Ramp is not { } ramp)
        {
            return null;
        }

        if (rollout.Stages is not null)
        {
            problems.Add(rollout, "", ProblemText.StagesOrRamp, path);
        }

        if (rollout.Guards is { Count: > 0 })
        {
            problems.Add(rollout, "guards", ProblemText.RampWithGuards, path);
        }

        if (order == RolloutOrder.Geographic)
        {
            problems.Add(rollout, "order", ProblemText.GeographicRamp, path);
        }

        string[] at = [.. path, "ramp"];
        decimal from = ramp.From ?? 0m, to = ramp.To ?? All;
        if (to < from)
        {
            problems.Add(ramp, "to", ProblemText.FallingRamp(to, from), at);
        }

        if (ramp.Over is null)
        {
            problems.Add(ramp, "", ProblemText.Kind("nothing", "'over', how long the ramp takes,"), at);
        }

        return new ClockRamp(
            _fields.Buckets(ramp, "from", from, at),
            _fields.Buckets(ramp, "to", to, at),
            _fields.Duration(ramp, "over", ramp.Over, at) ?? TimeSpan.FromSeconds(1));
    }

    private void CheckName(StageDefinition stage, HashSet<string> names, string[] at)
    {
        if (stage.Name is not { } name)
        {
            problems.Add(stage, "", ProblemText.Kind("nothing", "'name', the name of the stage,"), at);
        }
        else if (!NameRules.IsName(name))
        {
            problems.Add(stage, "name", ProblemText.BadName(LogSafeText.Quote(name)), at);
        }
        else if (!names.Add(name))
        {
            problems.Add(stage, "name", ProblemText.GivenTwice(LogSafeText.Escape(name)), at);
        }
    }

    private StagePlan Compile(StageDefinition stage, RolloutOrder order, bool isLast, string[] at)
    {
        if (stage.Percentage is null)
        {
            problems.Add(stage, "", ProblemText.Kind("nothing", "'percentage', the share that is admitted in percent,"), at);
        }

        if (stage.Share is not null && order != RolloutOrder.Sequential)
        {
            problems.Add(stage, "share", ProblemText.ShareNotSequential, at);
        }

        if (order == RolloutOrder.Geographic && !isLast && stage.Regions is not { Count: > 0 })
        {
            problems.Add(stage, stage.Regions is null ? "" : "regions", ProblemText.NoRegions, at);
        }

        var hold = _fields.Duration(stage, "hold", stage.Hold, at) ?? TimeSpan.Zero;
        var maxHold = _fields.Duration(stage, "maxHold", stage.MaxHold, at);
        if (maxHold < hold)
        {
            problems.Add(stage, "maxHold", ProblemText.MaxHoldBelowHold(maxHold.Value, hold), at);
        }

        return new StagePlan
        {
            Name = stage.Name ?? "",
            Size = _fields.Buckets(stage, "percentage", stage.Percentage ?? 0m, at),
            InnerSize = stage.Share is { } share ? _fields.Buckets(stage, "share", share, at) : Bucket.Count,
            Regions = stage.Regions is { } regions ? conditions.RegionsOf(stage, regions, at) : null,
            RegionCodes = stage.Regions,
            ShadowSize = _fields.Part(stage, "shadow", stage.Shadow ?? 0m, at),
            Hold = hold,
            MaxHold = maxHold,
            MinSamples = stage.MinSamples is null ? null : _fields.Count(stage, "minSamples", stage.MinSamples, 0, 0, int.MaxValue, at),
            Advance = _fields.Word(stage, "advance", stage.Advance, StageAdvance.Auto, ProblemText.AdvanceAllowed, at),
            Window = stage.Window is { } window ? conditions.Window(window, at) : null,
            WindowText = stage.Window is { } written ? DocumentWriter.Write(written) : null,
        };
    }

    // Not from stage to stage in the order of the list, but wherever both hold: another region may begin low when the one before is done.
    private void CheckFall(IReadOnlyList<StageDefinition> stages, StagePlan[] compiled, int index, string[] at)
    {
        var stage = compiled[index];
        for (var earlier = index - 1; earlier >= 0; earlier--)
        {
            var before = compiled[earlier];
            var isShare = stage.Size >= before.Size;
            if ((isShare && stage.InnerSize >= before.InnerSize) || before.Size == 0 || before.InnerSize == 0)
            {
                continue;
            }

            if ((_compared += CountOf(before) + CountOf(stage)) > MaxComparedRegions)
            {
                problems.Add(stages[index], "regions", ProblemText.TooManyComparedRegions(MaxComparedRegions), at);
                return;
            }

            if (!Meet(before, stage))
            {
                continue;
            }

            var (found, least) = isShare ? (stages[index].Share, stages[earlier].Share) : (stages[index].Percentage, stages[earlier].Percentage);
            problems.Add(
                stages[index], isShare ? "share" : "percentage", ProblemText.FallingPercentage(found ?? All, least ?? All, LogSafeText.Quote(before.Name)), at);
            return;
        }
    }

    private static int CountOf(StagePlan stage) => stage.RegionCodes?.Count ?? 0;

    private static bool Meet(StagePlan left, StagePlan right) =>
        left.Regions is null
            || right.Regions is null
            || (left.RegionCodes ?? []).Any(right.Regions.Covers)
            || (right.RegionCodes ?? []).Any(left.Regions.Covers);
}
