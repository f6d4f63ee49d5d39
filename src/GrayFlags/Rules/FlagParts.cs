using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>All that the answers of some flags depend on, beside who asks: the flags that they refer to, and conditions and segments at any depth.</summary>
internal sealed class FlagParts
{
    private readonly HashSet<Flag> _flags = [];
    private readonly HashSet<Segment> _segments = [];
    private readonly List<ITimedCondition> _timed = [];
    private readonly Flag[] _all;

    /// <param name="flags">The flags.</param>
    /// <param name="all">All flags of the rule set, by their places.</param>
    public FlagParts(IEnumerable<Flag> flags, Flag[] all)
    {
        _all = all;
        foreach (var flag in flags)
        {
            Add(flag);
        }
    }

    /// <summary>The flags with all that they require, or require to be off.</summary>
    public IReadOnlyCollection<Flag> Flags => _flags;

    public IReadOnlyCollection<Segment> Segments => _segments;

    /// <summary>The conditions that change with the clock.</summary>
    public IReadOnlyList<ITimedCondition> Timed => _timed;

    // Compiled rules have no circles, and are as deep as the limits of documents let them be.
    private void Add(Flag flag)
    {
        if (!_flags.Add(flag))
        {
            return;
        }

        foreach (var rule in flag.Rules)
        {
            Add(rule.Conditions);
            Add(rule.Percentage);
            Add(rule.Serve.Allocation?.Conditions ?? []);
        }

        Add(flag.Rollout?.Audience ?? []);
        Add(flag.Rollout?.Serve.Allocation?.Conditions ?? []);
        Add(flag.Default.Allocation?.Conditions ?? []);
    }

    private void Add(IEnumerable<Condition> conditions)
    {
        foreach (var condition in conditions)
        {
            Add(condition);
        }
    }

    private void Add(Condition? condition)
    {
        switch (condition)
        {
            case ITimedCondition timed:
                _timed.Add(timed);
                break;
            case AllCondition all:
                Add(all.Conditions);
                break;
            case AnyCondition any:
                Add(any.Conditions);
                break;
            case NotCondition not:
                Add(not.Condition);
                break;
            case ExceptCondition except:
                Add(except.Conditions);
                break;
            case RequiresCondition requires:
                foreach (var requirement in requires.Requirements)
                {
                    Add(_all[requirement.Place]);
                }

                break;
            case SegmentsCondition segments:
                foreach (var segment in segments.Segments)
                {
                    Add(segment);
                }

                break;
        }
    }

    private void Add(Segment segment)
    {
        if (_segments.Add(segment))
        {
            Add(segment.Others);
            Add(segment.Except);
        }
    }
}
