using GrayFlags.Rules;

namespace GrayFlags.Snapshots;

/// <summary>Holds the live snapshot. Readers take no lock; writers go through <see cref="Publish"/>, one at a time.</summary>
internal sealed class SnapshotStore
{
    private readonly object _publishing = new();
    private volatile FlagSnapshot _current = FlagSnapshot.NotReady;

    public FlagSnapshot Current => _current;

    public FlagSnapshot Publish(RuleSet ruleSet)
    {
        lock (_publishing)
        {
            foreach (var flag in ruleSet.Flags.All)
            {
                if (_current.Flags.Find(flag.Name) is { } before)
                {
                    flag.GoOnFrom(before);
                }
            }

            return _current = new FlagSnapshot(ruleSet, _current.Generation + 1);
        }
    }
}
