namespace GrayFlags.Snapshots;

/// <summary>Tells when answers may be others: by the snapshots that are published, and by the clock. Safe to call from any thread.</summary>
internal sealed class FlagWatch(SnapshotStore store, TimeProvider clock)
{
    private const string NotReady = "none";

    // Timers of the runtime end after 49 days.
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    // One for each selection; two threads that make one at once make equal ones.
    private readonly FlagFingerprint?[] _latest = new FlagFingerprint?[Enum.GetValues<FlagSelection>().Length];

    public string FingerprintOf(FlagSelection flags)
    {
        var snapshot = store.Current;
        return TextOf(FingerprintFor(flags, snapshot), snapshot, clock.GetUtcNow().UtcTicks);
    }

    public async Task<string> WaitForChangeAsync(FlagSelection flags, string fingerprint, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = store.Changed;
            var snapshot = store.Current;
            var now = clock.GetUtcNow().UtcTicks;
            var known = FingerprintFor(flags, snapshot);
            if (TextOf(known, snapshot, now) is var found && !string.Equals(found, fingerprint, StringComparison.Ordinal))
            {
                return found;
            }

            var next = known?.NextChange(snapshot, now);
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

    // Of the rules of this very snapshot: what is kept may be of later ones by the time that it is looked at.
    private FlagFingerprint? FingerprintFor(FlagSelection flags, FlagSnapshot snapshot)
    {
        if (snapshot.RuleSet is not { } rules)
        {
            return null;
        }

        ref var latest = ref _latest[(int)flags];
        var known = Volatile.Read(ref latest);
        if (known is null || !ReferenceEquals(known.Rules, rules))
        {
            Volatile.Write(ref latest, known = new FlagFingerprint(rules, flags));
        }

        return known;
    }

    private static string TextOf(FlagFingerprint? fingerprint, FlagSnapshot snapshot, long now) => fingerprint?.At(snapshot, now) ?? NotReady;
}
