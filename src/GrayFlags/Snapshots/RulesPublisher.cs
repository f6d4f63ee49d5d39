using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Snapshots.Updating;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>Makes rules live with what is switched off, remembers their versions, and holds one of them where an operator says so. Compiles nothing. Changed by the updater only, under its lock.</summary>
internal sealed class RulesPublisher(SnapshotStore store, UpdaterOptions options, StateStore? saved, TimeProvider clock, ILogger logger)
{
    private readonly RulesHistory _history = new(options.KeptVersions);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OperatorState _state = OperatorState.None;
    private LiveRules? _newest;
    private LiveRules? _pinned;
    private IReadOnlyList<string> _killed = [];
    private (object? Pin, object? TurnedOff, object? Rules, bool IsFinal, int Spoken) _seen;
    private IReadOnlyList<string>[] _seenOff = [];
    private bool _isFrozen;
    private volatile LiveDocument? _live;

    /// <summary>Ends when rules are live for the first time.</summary>
    public Task Ready => _ready.Task;

    public IReadOnlyList<RulesVersion> Versions => _history.Versions;

    /// <summary>The pin, what operators have turned off, and the kill switches that hold.</summary>
    public OperatorState State => _state;

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>The live rules with their document, for any thread; null before any were loaded.</summary>
    public LiveDocument? Live => _live;

    /// <summary>What is odd about the names that are switched off.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The sources of an earlier run that are not there today, and whose kill switches hold meanwhile.</summary>
    public IReadOnlyList<string> AbsentSources { get; private set; } = [];

    /// <summary>The version that a pin of an earlier run waits for to be compiled; null when it serves, cannot be had, or there is no pin.</summary>
    public RulesHistory.Entry? Awaited { get; private set; }

    /// <summary>Why nothing serves although there is a pin: what it holds cannot be had. Null otherwise.</summary>
    public string? Closed { get; private set; }

    /// <summary>Brings back the versions, the pin and what was off in an earlier run.</summary>
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
            // Kept, too, unless what is there may be read another day: then it is left alone until an operator decides otherwise.
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

    /// <summary>The rules that a pin of an earlier run holds are compiled, or cannot be.</summary>
    public void TakeAwaited(RulesHistory.Entry entry, CompileResult result)
    {
        if (Awaited != entry || _state.Pin is not { } pin)
        {
            return;
        }

        Awaited = null;
        if (result.RuleSet is not { } ruleSet)
        {
            // The path only, since a message may quote the document.
            Close(pin, $"it is refused today, first at '{result.Problems[0].Path}'");
            return;
        }

        _pinned = new LiveRules(ruleSet, entry.Document, entry.Fingerprint, entry.Version.Sources);
    }

    /// <summary>The newest rules; they are live when no pin holds and <see cref="Refresh"/> was called.</summary>
    public void Take(LiveRules newest) => _newest = newest;

    /// <summary>Puts on what is switched off now. Publishes only where something changes.</summary>
    /// <param name="slots">What providers say is off.</param>
    /// <param name="isFinal">Whether nothing newer is about to replace this. Else only what it turns off counts, and it is no version of its own.</param>
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
                // Going back turns nothing on that was off in either.
                MakeLive(pinned, pin.Version, [.. pinned.Document.Off, .. slots.SelectMany(slot => slot.Off.Concat(slot.OffOfNewest)), .. Absent(slots).SelectMany(absent => absent.Value)], isFinal: true);
            }

            return;
        }

        if (_newest is not { } newest)
        {
            return;
        }

        // What is off beside the documents that serve changes answers, and is no version of the rules: else the way back would be lost among such.
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

    /// <summary>Null when there is no such version.</summary>
    public RulesHistory.Entry? Find(string version) => _history.Find(version);

    public void Pin(RulesHistory.Entry entry, RuleSet alive, string by, string reason)
    {
        DeletePinned();
        var pin = new RulesPin(entry.Version.Version, by, reason, clock.GetUtcNow());
        _pinned = new LiveRules(alive, entry.Document, entry.Fingerprint, entry.Version.Sources);
        (Awaited, Closed) = (null, null);
        saved?.SavePinned(entry);
        Keep(_state with { Pin = pin }, isByOperator: true);
        Log.RulesPinned(logger, pin.Version, by, reason);
    }

    /// <summary>False when no pin holds.</summary>
    public bool TryUnpin(string by, string reason)
    {
        if (_state.Pin is not { } pin)
        {
            return false;
        }

        DeletePinned();
        (_pinned, Awaited, Closed) = (null, null, null);
        Keep(_state with { Pin = null }, isByOperator: true);
        Log.RulesUnpinned(logger, pin.Version, by, reason);
        return true;
    }

    /// <summary>Turns a flag off for everyone, whatever documents say; what is off already gets the new reason.</summary>
    public void TurnOff(string flag, string by, string reason)
    {
        Keep(_state with { TurnedOff = [.. Others(flag), new TurnedOffFlag(flag, by, reason, clock.GetUtcNow())] }, isByOperator: true);
        Log.FlagTurnedOff(logger, LogText.Shown(flag, LogText.MaxName), by, reason);
    }

    /// <summary>False when no operator has turned it off.</summary>
    public bool TryTurnOn(string flag, string by, string reason)
    {
        var others = Others(flag).ToList();
        if (others.Count == _state.TurnedOff.Count)
        {
            return false;
        }

        Keep(_state with { TurnedOff = others }, isByOperator: true);
        Log.FlagTurnedOn(logger, LogText.Shown(flag, LogText.MaxName), by, reason);
        return true;
    }

    private static IReadOnlyList<string> Union(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    private IEnumerable<TurnedOffFlag> Others(string flag) => _state.TurnedOff.Where(other => !string.Equals(other.Flag, flag, StringComparison.OrdinalIgnoreCase));

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

    // Sorting what is off takes time where there is much of it, and most events change none of it.
    private bool IsSeen(IReadOnlyList<ProviderSlot> slots, bool isFinal)
    {
        (object? Pin, object? TurnedOff, object? Rules, bool IsFinal, int Spoken) seen = (_state.Pin, _state.TurnedOff, _state.Pin is null ? _newest : _pinned, isFinal, slots.Count(slot => slot.HasSpoken));
        IReadOnlyList<string>[] off = [.. slots.SelectMany(slot => new[] { slot.Off, slot.OffOfNewest })];
        var isSeen = seen.Equals(_seen) && off.Length == _seenOff.Length && off.Zip(_seenOff).All(pair => ReferenceEquals(pair.First, pair.Second));
        (_seen, _seenOff) = (seen, off);
        return isSeen;
    }

    // A source may be named otherwise than in the run before: what it had off holds until every source of today has brought a good document.
    private IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Absent(IReadOnlyList<ProviderSlot> slots) =>
        slots.All(slot => slot.HasSpoken) ? [] : _state.Off.Where(known => slots.All(slot => slot.Key != known.Key));

    // Of each provider the larger of its two kill switches: what may come on is decided by a document, not by a restart.
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

        var isSame = off.Count == _state.Off.Count && off.All(entry => _state.Off.TryGetValue(entry.Key, out var known) && known.SequenceEqual(entry.Value, StringComparer.Ordinal));
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
        var killed = Union(off.Concat(_state.TurnedOff.Select(flag => flag.Flag)));
        if (store.Current.RuleSet?.Version == version && killed.SequenceEqual(_killed, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        // What comes next makes a version of its own in a moment: until then only what it turns off counts.
        if (!isFinal && store.Current.RuleSet is { } live && live.Alive == rules.Alive && killed.All(name => live.Flags.Find(name) is not { IsKilled: false }))
        {
            return;
        }

        _killed = killed;
        Warnings = RuleSetCompiler.Warnings(killed, rules.Alive.Flags);
        ChangedAt = clock.GetUtcNow();
        var ruleSet = rules.Alive.With(killed, version);
        var snapshot = store.Publish(ruleSet);
        _live = new LiveDocument(rules.Document, ruleSet);
        Log.RulesChanged(logger, version, snapshot.Flags.All.Count, snapshot.Generation);
        _ready.TrySetResult();
    }
}
