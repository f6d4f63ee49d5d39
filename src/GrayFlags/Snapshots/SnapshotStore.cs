using GrayFlags.Rules;
using GrayFlags.Rules.Counting;

namespace GrayFlags.Snapshots;

/// <summary>Holds the live snapshot. Readers take no lock; writers call <c>Publish</c>, one at a time.</summary>
/// <param name="rollouts">Gives rollouts their states.</param>
internal sealed class SnapshotStore(IRolloutStateRegistry rollouts)
{
    private readonly object _publishing = new();
    private volatile FlagSnapshot _current = FlagSnapshot.NotReady;
    private volatile string _notReadyReason = "";
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FlagSnapshot Current => _current;

    /// <summary>A task that completes with the next snapshot. To miss none, take it before <see cref="Current"/>.</summary>
    public Task Changed => _changed.Task;

    /// <summary>The reason why no rules have been loaded yet, in one sentence; empty when it is unknown.</summary>
    public string NotReadyReason { get => _notReadyReason; set => _notReadyReason = value; }

    /// <summary>The number of answers of each kind by flag.</summary>
    public EvaluationTotals Answers { get; } = new();

    public IRolloutStateRegistry Rollouts { get; } = rollouts;

    public FlagSnapshot Publish(RuleSet ruleSet)
    {
        lock (_publishing)
        {
            Answers.Retire(_current.Flags, ruleSet.Flags);
            var snapshot = new FlagSnapshot(ruleSet, _current.Generation + 1, Rollouts.Derive(_current, ruleSet));
            _current = snapshot;
            Rollouts.Published(snapshot);
            TellOfChange();
            return snapshot;
        }
    }

    /// <summary>Changes the state of a flag's rollout, if it has one; compiles nothing.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="change">Returns the new state, or the same reference for no change. Called under the publishing lock.</param>
    public void Publish(string flag, Func<RolloutState, RolloutState> change)
    {
        lock (_publishing)
        {
            if (_current.Rollout(flag) is not { } before)
            {
                return;
            }

            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return;
            }

            var states = _current.Rollouts.ToArray();
            states[before.Plan.Index] = after;
            _current = new FlagSnapshot(_current.RuleSet, _current.Generation, states);
            TellOfChange();
        }
    }

    private void TellOfChange()
    {
        var told = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        told.SetResult();
    }
}
