using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Publishing;
using GrayFlags.Rules;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Snapshots.Updating;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>
/// Publishes rules with the kill switches applied, keeps the history of versions, and pins one on request. Compiles nothing. Changed by the updater only, under
/// its lock.
/// </summary>
internal sealed class RulesPublisher(SnapshotStore store, UpdaterOptions options, StateStore? saved, TimeProvider clock, ILogger logger)
{
    private readonly RulesHistory _history = new(options.KeptVersions);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OperatorState _state = OperatorState.None;
    private LiveRules? _newest;
    private LiveRules? _pinned;
    private IReadOnlyList<string> _killed = [];
    private (object? Pin, object? TurnedOff, object? Fleet, object? Rules, bool IsFinal, int Spoken) _seen;
    private IReadOnlyList<string>[] _seenOff = [];
    private bool _isFrozen;
    private volatile LiveDocument? _live;

    /// <summary>A task that completes when rules are live for the first time.</summary>
    public Task Ready => _ready.Task;

    public IReadOnlyList<RulesVersion> Versions => _history.Versions;

    /// <summary>The pin, the flags turned off by operators, and the kill switches in force.</summary>
    public OperatorState State => _state;

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>The live rules with their document, for any thread; null before any were loaded.</summary>
    public LiveDocument? Live => _live;

    /// <summary>Warnings about the names that are switched off.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Sources of an earlier run that no longer exist, and whose kill switches stay in force for now.</summary>
    public IReadOnlyList<string> AbsentSources { get; private set; } = [];

    /// <summary>The version of an earlier run's pin that is yet to be compiled; null when it is live or unavailable, or when there is no pin.</summary>
    public RulesHistory.Entry? Awaited { get; private set; }

    /// <summary>The reason why a pinned version is unavailable and nothing is served, or null.</summary>
    public string? Closed { get; private set; }

    /// <summary>Restores the versions, the pin and the switched-off flags of an earlier run.</summary>
    public void Restore()
    {
        foreach (var entry in saved?.ReadVersions() ?? [])
        {
            Forget(_history.Add(entry.Version.Version, entry.Document, entry.Fingerprint, entry.Version.Sources, entry.Version.AppliedAt, null).Dropped);
        }

        if (saved?.ReadState() is not { } read)
        {
            return;
        }

        _state = read.State;
        if (read.Loss is { } loss)
        {
            // Saved as well, unless the unreadable state may become readable: then it is left alone until an operator decides.
            Closed = loss;
            _isFrozen = read.IsThere;
            Keep(_state with { Pin = new RulesPin("", nameof(GrayFlags), "what operators had decided cannot be read: " + loss, clock.GetUtcNow()) });
            Log.OperatorStateLost(logger, loss);
        }
        else if (_state.Pin is { Version: "" } closed)
        {
            Closed = closed.Reason;
        }
        else if (_state.Pin is { } pin)
        {
            Awaited = _history.Find(pin.Version) ?? saved.ReadPinned(pin.Version);
            if (Awaited is null)
            {
                Close(pin, "it is no longer among the saved versions");
            }
        }
    }

    /// <summary>Takes the compiled rules of an earlier run's pin, or the problems of compiling them.</summary>
    public void TakeAwaited(RulesHistory.Entry entry, CompileResult result)
    {
        if (Awaited != entry || _state.Pin is not { } pin)
        {
            return;
        }

        Awaited = null;
        if (result.RuleSet is not { } ruleSet)
        {
            // The path only, because a message may quote the document.
            Close(pin, $"it is refused today, first at '{result.Problems[0].Path}'");
            return;
        }

        _pinned = new LiveRules(ruleSet, entry.Document, entry.Fingerprint, entry.Version.Sources);
    }

    /// <summary>Takes the newest rules; they go live with <see cref="Refresh"/>, unless a pin is set.</summary>
    public void Take(LiveRules newest) => _newest = newest;

    /// <summary>Applies the current kill switches. Publishes only when something changes.</summary>
    /// <param name="slots">The slots, with the providers' kill switches.</param>
    /// <param name="isFinal">False when newer rules are about to follow: then only flags that are turned off take effect, and no version is recorded.</param>
    public void Refresh(IReadOnlyList<ProviderSlot> slots, bool isFinal)
    {
        if (IsSeen(slots, isFinal))
        {
            return;
        }

        AbsentSources = [.. Absent(slots).Select(absent => absent.Key)];

        KeepOff(slots);
        if (_state.Pin is { } pin)
        {
            if (_pinned is { } pinned)
            {
                // Going back turns on no flag that is off in either version.
                MakeLive(pinned, pin.Version, [
                    .. pinned.Document.Off,
                    .. slots.SelectMany(slot => slot.Off.Concat(slot.OffOfNewest)),
                    .. Absent(slots).SelectMany(absent => absent.Value),
                ], isFinal: true);
            }

            return;
        }

        if (_newest is not { } newest)
        {
            return;
        }

        // A kill switch beside the live documents changes answers but is no version of its own; otherwise such versions would crowd out the one to go back to.
        var off = Union(slots.SelectMany(slot => slot.Off).Concat(Absent(slots).SelectMany(absent => absent.Value)));
        var fingerprint = DocumentFingerprint.Of(newest.Fingerprint + "\noff\n" + string.Join('\n', Union(newest.Document.Off).Order(StringComparer.Ordinal)));
        var version = RuleSetCompiler.VersionOf(newest.Document, fingerprint);
        MakeLive(newest, version, off, isFinal);
        if (isFinal && _history.Newest?.Version.Version != version)
        {
            var (added, dropped) = _history.Add(version, newest.Document, fingerprint, newest.Sources, clock.GetUtcNow(), newest.Alive);
            saved?.SaveVersion(added);
            Forget(dropped);
        }
    }

    /// <summary>The kept version of this name; null when there is none.</summary>
    public RulesHistory.Entry? Find(string version) => _history.Find(version);

    /// <summary>Pins a version.</summary>
    public void Pin(RulesHistory.Entry entry, RuleSet alive, string by, string reason)
    {
        DeletePinned();
        var pin = new RulesPin(entry.Version.Version, by, reason, clock.GetUtcNow());
        _pinned = new LiveRules(alive, entry.Document, entry.Fingerprint, entry.Version.Sources);
        (Awaited, Closed) = (null, null);
        saved?.SavePinned(entry);
        Keep(_state with { Pin = pin }, isByOperator: true);
        Log.RulesPinned(logger, LogSafeText.Name(pin.Version), LogSafeText.Name(by), LogSafeText.Sentence(reason));
    }

    /// <summary>Removes the pin; returns false when there is none.</summary>
    public bool TryUnpin(string by, string reason)
    {
        if (_state.Pin is not { } pin)
        {
            return false;
        }

        DeletePinned();
        (_pinned, Awaited, Closed) = (null, null, null);
        Keep(_state with { Pin = null }, isByOperator: true);
        Log.RulesUnpinned(logger, LogSafeText.Name(pin.Version), LogSafeText.Name(by), LogSafeText.Sentence(reason));
        return true;
    }

    /// <summary>Turns a flag off for everyone, whatever the documents define; a flag that is already off gets the new reason.</summary>
    public void TurnOff(string flag, string by, string reason)
    {
        Keep(_state with { TurnedOff = [.. Others(flag), new TurnedOffFlag(flag, by, reason, clock.GetUtcNow())] }, isByOperator: true);
        Log.FlagTurnedOff(logger, LogSafeText.Name(flag), LogSafeText.Name(by), LogSafeText.Sentence(reason));
    }

    /// <summary>Turns a flag on again; returns false when no operator has turned it off.</summary>
    public bool TryTurnOn(string flag, string by, string reason)
    {
        var others = Others(flag).ToList();
        if (others.Count == _state.TurnedOff.Count)
        {
            return false;
        }

        Keep(_state with { TurnedOff = others }, isByOperator: true);
        Log.FlagTurnedOn(logger, LogSafeText.Name(flag), LogSafeText.Name(by), LogSafeText.Sentence(reason));
        return true;
    }

    /// <summary>Takes what is turned off in the whole fleet, in place of what was known of it.</summary>
    public void Take(FleetSwitches fleet)
    {
        var before = _state.AllTurnedOff;
        Keep(_state with { Fleet = fleet, TurnedOff = [.. _state.TurnedOff.Where(flag => fleet.Find(flag.Flag) is null)] });
        var after = _state.AllTurnedOff;
        foreach (var flag in Without(after, before))
        {
            Log.FlagTurnedOff(logger, LogSafeText.Name(flag.Flag), LogSafeText.Name(flag.By), LogSafeText.Sentence(flag.Reason));
        }

        foreach (var flag in Without(before, after))
        {
            Log.FlagTurnedOn(logger, LogSafeText.Name(flag.Flag), LogSafeText.Name(fleet.By), LogSafeText.Sentence(fleet.Reason));
        }
    }

    private static IEnumerable<TurnedOffFlag> Without(IReadOnlyList<TurnedOffFlag> flags, IReadOnlyList<TurnedOffFlag> others) =>
        flags.Where(flag => others.All(other => !string.Equals(other.Flag, flag.Flag, StringComparison.OrdinalIgnoreCase)));

    private static IReadOnlyList<string> Union(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    private IEnumerable<TurnedOffFlag> Others(string flag) =>
        _state.TurnedOff.Where(other => !string.Equals(other.Flag, flag, StringComparison.OrdinalIgnoreCase));

    private void Close(RulesPin pin, string why)
    {
        Closed = why;
        Log.PinLost(logger, pin.Version, why);
    }

    private void DeletePinned()
    {
        if (_state.Pin is { Version.Length: > 0 } pin)
        {
            saved?.DeletePinned(pin.Version);
        }
    }

    // Sorting a long list of switched-off flags takes time, and most events change none of it.
    private bool IsSeen(IReadOnlyList<ProviderSlot> slots, bool isFinal)
    {
        (object? Pin, object? TurnedOff, object? Fleet, object? Rules, bool IsFinal, int Spoken) seen =
            (_state.Pin, _state.TurnedOff, _state.Fleet, _state.Pin is null ? _newest : _pinned, isFinal, slots.Count(slot => slot.HasSpoken));
        IReadOnlyList<string>[] off = [.. slots.SelectMany(slot => new[] { slot.Off, slot.OffOfNewest })];
        var isSeen = seen.Equals(_seen) && off.Length == _seenOff.Length && off.Zip(_seenOff).All(pair => ReferenceEquals(pair.First, pair.Second));
        (_seen, _seenOff) = (seen, off);
        return isSeen;
    }

    // A source may have been renamed since the last run: its kill switch stays in force until every current source has brought a good document.
    private IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Absent(IReadOnlyList<ProviderSlot> slots) =>
        slots.All(slot => slot.HasSpoken) ? [] : _state.Off.Where(known => slots.All(slot => slot.Key != known.Key));

    // The larger kill switch of each provider: a document may turn a flag back on, a restart may not.
    private void KeepOff(IReadOnlyList<ProviderSlot> slots)
    {
        var off = Absent(slots).ToDictionary(absent => absent.Key, absent => absent.Value, StringComparer.Ordinal);
        foreach (var slot in slots)
        {
            if (Union(slot.Off.Concat(slot.OffOfNewest)) is { Count: > 0 } names)
            {
                off[slot.Key] = names;
            }
        }

        var isSame =
            off.Count == _state.Off.Count
                && off.All(entry => _state.Off.TryGetValue(entry.Key, out var known) && known.SequenceEqual(entry.Value, StringComparer.Ordinal));
        if (!isSame)
        {
            Keep(_state with { Off = off });
        }
    }

    private void Keep(OperatorState state, bool isByOperator = false)
    {
        _state = state;
        _isFrozen &= !isByOperator;
        if (!_isFrozen)
        {
            saved?.SaveState(state);
        }
    }

    private void Forget(RulesHistory.Entry? dropped)
    {
        if (dropped is not null)
        {
            saved?.DeleteVersion(dropped.Version.Version);
        }
    }

    private void MakeLive(LiveRules rules, string version, IEnumerable<string> off, bool isFinal)
    {
        var killed = Union(off.Concat(_state.AllTurnedOff.Select(flag => flag.Flag)));
        if (store.Current.RuleSet?.Version == version && killed.SequenceEqual(_killed, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        // The next event publishes a version in a moment: until then only flags that are turned off take effect.
        if (!isFinal && store.Current.RuleSet is { } live && live.Alive == rules.Alive && killed.All(name => live.Flags.Find(name) is not { IsKilled: false }))
        {
            return;
        }

        _killed = killed;
        Warnings = [.. RuleSetCompiler.Warnings(killed, rules.Alive.Flags), .. rules.Warnings];
        ChangedAt = clock.GetUtcNow();
        var ruleSet = rules.Alive.With(killed, version);
        var snapshot = store.Publish(ruleSet);
        _live = new LiveDocument(rules.Document, ruleSet);
        Log.RulesChanged(logger, version, snapshot.Flags.All.Count, snapshot.Generation);
        _ready.TrySetResult();
    }
}
