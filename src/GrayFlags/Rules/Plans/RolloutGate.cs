using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules.Plans;

/// <summary>The admission rule of a rollout in its current state: all that an evaluation has to know of it. Immutable.</summary>
internal sealed class RolloutGate
{
    // No number needs more, and reading takes time with the length.
    private const int MaxRankLength = 128;

    private readonly RolloutPlan _plan;
    private readonly bool _admits;
    private readonly int _stage;
    private readonly long _startTicks;
    private readonly TimeSpan? _grownFor;
    private readonly ExcludedUnits _removed;

    private RolloutGate(RolloutPlan plan, int stage, long startTicks, TimeSpan? grownFor, ExcludedUnits removed, bool isRolledBack, bool admits)
    {
        _plan = plan;
        _stage = stage;
        _startTicks = startTicks;
        _grownFor = grownFor;
        _removed = removed;
        IsRolledBack = isRolledBack;
        _admits = admits;
        QuickSize = !plan.IsPlainShare || !removed.IsEmpty ? -1 : admits ? plan.Stages[stage].Size : 0;
    }

    /// <summary>True when it is off for everyone, whatever the rules say.</summary>
    public bool IsRolledBack { get; }

    /// <summary>True when it is off because its state is unknown.</summary>
    public bool IsLost { get; private init; }

    /// <summary>True when that is because the store has not been read yet.</summary>
    public bool IsUnread { get; private init; }

    /// <summary>True when it admits nobody because of what its guards saw.</summary>
    public bool IsWithheld { get; private init; }

    /// <summary>The user bucket below which the answer is on, if nothing else matters; negative if something does.</summary>
    public int QuickSize { get; }

    /// <summary>The gate of a rollout that is running, held or completed.</summary>
    /// <param name="plan">The rollout.</param>
    /// <param name="stage">Its stage.</param>
    /// <param name="startTicks">The start of the stage by the machine's clock, for a share that follows the clock.</param>
    /// <param name="removed">The excluded units.</param>
    /// <param name="grownFor">The time for which such a share has grown, if it no longer grows; null while it follows the clock.</param>
    public static RolloutGate At(RolloutPlan plan, int stage, long startTicks, ExcludedUnits removed, TimeSpan? grownFor = null) =>
        new(plan, stage, startTicks, grownFor, removed, isRolledBack: false, admits: true);

    /// <summary>The gate of a rollout that has not begun, or was cancelled: it admits nobody, and the rules still run.</summary>
    /// <param name="plan">The rollout.</param>
    /// <param name="removed">The excluded units.</param>
    /// <param name="isWithheld">Whether that is because of what its guards saw.</param>
    public static RolloutGate Nobody(RolloutPlan plan, ExcludedUnits removed, bool isWithheld = false) =>
        new(plan, 0, 0, null, removed, isRolledBack: false, admits: false) { IsWithheld = isWithheld };

    /// <summary>The gate of a rollout that was rolled back: off for everyone, whatever the rules say.</summary>
    public static RolloutGate Off(RolloutPlan plan, ExcludedUnits removed) => new(plan, 0, 0, null, removed, isRolledBack: true, admits: false);

    /// <summary>The gate of a rollout whose saved state may be lost: off for everyone, since it may have been rolled back.</summary>
    /// <param name="plan">The rollout.</param>
    /// <param name="removed">The excluded units.</param>
    /// <param name="isUnread">Whether nothing is known to be lost, and the store has not been read yet.</param>
    public static RolloutGate Lost(RolloutPlan plan, ExcludedUnits removed, bool isUnread) =>
        new(plan, 0, 0, null, removed, isRolledBack: true, admits: false) { IsLost = true, IsUnread = isUnread };

    /// <summary>True when feedback has excluded the context's unit.</summary>
    public bool Excludes(ref EvaluationFrame frame) =>
        !_removed.IsEmpty && _plan.BucketingUnit.TryGetHash(ref frame, out var unit) && _removed.Contains(unit);

    /// <summary>The arm of the context, provided that nothing decided before.</summary>
    public Assignment Assign(ref EvaluationFrame frame)
    {
        if (!_admits || !ConditionList.AllHold(_plan.Audience, ref frame))
        {
            return Assignment.Outside;
        }

        var size = Size(ref frame);
        if (size < 0)
        {
            return Assignment.Outside;
        }

        var isIn = ShareOf(size).Holds(_plan.BucketingUnit, ref frame, out var unit, out var hasUnit);
        return hasUnit ? new Assignment(isIn ? GrayArm.Canary : GrayArm.Control, unit, size, _stage) : Assignment.Outside;
    }

    /// <summary>The audience and the share, each with its verdict; may allocate.</summary>
    public List<ConditionExplanation> Explain(ref EvaluationFrame frame)
    {
        var conditions = ConditionList.Explain(_plan.Decided, ref frame);
        conditions.AddRange(ConditionList.Explain(_plan.Audience, ref frame));
        var size = _admits ? Size(ref frame) : 0;
        var share = ShareOf(Math.Max(size, 0));
        var range = string.Create(CultureInfo.InvariantCulture, $"bucket in [0, {share.Size}) of {Bucket.Count}");
        var hasUnit = _plan.BucketingUnit.TryGetHash(ref frame, out var unit);
        var bucket = hasUnit ? share.BucketOf(unit) : -1;
        var isExcluded = hasUnit && _removed.Contains(unit);
        var seen = size < 0 ? "the rollout has not come this far"
            : !hasUnit ? $"the context has no {_plan.BucketingUnit}"
            : isExcluded ? string.Create(CultureInfo.InvariantCulture, $"bucket {bucket}, taken out by feedback")
            : string.Create(CultureInfo.InvariantCulture, $"bucket {bucket}");
        var holds = hasUnit && !isExcluded && share.Covers(bucket);
        conditions.Add(new ConditionExplanation("rollout", $"{range} by {_plan.BucketingUnit}, salt '{_plan.Salt}'", seen, holds));
        return conditions;
    }

    public override string ToString() => this switch
    {
        { IsUnread: true } => "closed, since its store has not been read yet",
        { IsLost: true } => "closed, since what was kept of it may be lost",
        { IsRolledBack: true } => "rolled back",
        { _admits: true } => $"stage '{_plan.Stages[_stage].Name}'",
        { IsWithheld: true } => "withheld: it admits nobody until an operator resumes it",
        _ => "admits nobody now",
    };

    // The chance to be admitted here and now; negative if chance plays no part because the rollout has not come that far.
    private int Size(ref EvaluationFrame frame)
    {
        if (_plan.Ramp is { } ramp)
        {
            return ramp.SizeAt(_grownFor ?? TimeSpan.FromTicks(frame.NowTicks - _startTicks));
        }

        var stages = _plan.Stages;
        if (_plan.Order == RolloutOrder.Sequential)
        {
            return IsInRank(stages[_stage], ref frame) ? stages[_stage].InnerSize : -1;
        }

        for (var index = _stage; index >= 0; index--)
        {
            var stage = stages[index];
            if (stage.Regions is null || stage.Regions.Covers(frame.Context.Region ?? ""))
            {
                return stage.Size;
            }
        }

        return -1;
    }

    private Share ShareOf(int size) => new(_plan.SaltHash, 0, size);

    // A rank may be text: that is all that claims and headers have.
    private bool IsInRank(StagePlan stage, ref EvaluationFrame frame)
    {
        var given = frame.Context[_plan.RankAttribute!];
        var rank = given.AsNumber() ?? RankIn(given.AsString());
        if (double.IsNaN(rank) && !given.IsNone)
        {
            frame.UnreadableAttribute ??= _plan.RankAttribute;
        }

        return rank >= 0 && rank <= 1 && (rank * Bucket.Count < stage.Size || stage.Size == Bucket.Count);
    }
    private static double RankIn(string? text) =>
        text is { Length: <= MaxRankLength } && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rank) ? rank : double.NaN;
}
