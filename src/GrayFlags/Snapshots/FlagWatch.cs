namespace GrayFlags.Snapshots;

/// <summary>Tells when answers may be others: by the snapshots that are published, and by the clock. Safe to call from any thread.</summary>
internal sealed class FlagWatch(SnapshotStore store, TimeProvider clock)
{
    private const string NotReady = "none";

    // Timers of the runtime end after 49 days.
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    // One for each selection; two threads that make one at once make equal ones.
    private readonly FlagFingerprint?[] _latest = new FlagFingerprint?[Enum.GetValues<FlagSelection>().Length];

    public string FingerprintOf(FlagSelection flags) => Look(flags, store.Current, clock.GetUtcNow().UtcTicks);

    public async Task<string> WaitForChangeAsync(FlagSelection flags, string fingerprint, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = store.Changed;
            var snapshot = store.Current;
            var now = clock.GetUtcNow().UtcTicks;
            if (Look(flags, snapshot, now) is var found && !string.Equals(found, fingerprint, StringComparison.Ordinal))
            {
                return found;
            }

            var next = _latest[(int)flags]?.NextChange(snapshot, now);
            var wait = next is { } at ? TimeSpan.FromTicks(Math.Min(at - now, MaxWait.Ticks)) : Timeout.InfiniteTimeSpan;
            try
            {
                await changed.WaitAsync(wait, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Time to look again.
            }
        }
    }

    private string Look(FlagSelection flags, FlagSnapshot snapshot, long now)
    {
        if (snapshot.RuleSet is not { } rules)
        {
            return NotReady;
        }

        ref var latest = ref _latest[(int)flags];
        if (latest is not { } known || !ReferenceEquals(known.Rules, rules))
        {
            latest = known = new FlagFingerprint(rules, flags);
        }

        return known.At(snapshot, now);
    }
}
