using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Holds the live snapshot. Readers take no lock; writers go through <see cref="Publish"/>, one at a time.</summary>
internal sealed class SnapshotStore
{
    private readonly object _publishing = new();
    private volatile FlagSnapshot _current = FlagSnapshot.NotReady;

    public FlagSnapshot Current => _current;

    /// <summary>How often flags gave which answer.</summary>
    public AnswerTotals Answers { get; } = new();

    public FlagSnapshot Publish(RuleSet ruleSet)
    {
        lock (_publishing)
        {
            Answers.Retire(_current.Flags, ruleSet.Flags);
            return _current = new FlagSnapshot(ruleSet, _current.Generation + 1);
        }
    }
}
