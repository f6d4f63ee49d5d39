using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>Makes rule sets live, remembers their versions, and holds one of them where an operator says so. Changed by the updater only, under its lock.</summary>
internal sealed class RulesPublisher(SnapshotStore store, UpdaterOptions options, SavedRules? saved, TimeProvider clock, ILogger logger)
{
    private readonly RulesHistory _history = new(options.KeptVersions);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RulesPin? _pin;

    /// <summary>Ends when rules are live for the first time.</summary>
    public Task Ready => _ready.Task;

    public IReadOnlyList<RulesVersion> Versions => _history.Versions;

    public RulesPin? Pin => _pin;

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>Brings back the versions and the pin of an earlier run.</summary>
    public void Restore()
    {
        foreach (var (version, document, fingerprint, sources, appliedAt) in saved?.ReadVersions() ?? [])
        {
            Forget(_history.Add(version, document, fingerprint, sources, appliedAt).Dropped);
        }

        if (saved?.ReadPin() is { } pin)
        {
            if (_history.Find(pin.Version) is { } entry && Compile(entry, []) is not null)
            {
                _pin = pin;
                return;
            }

            // On the disk, too: it must not hold again when its version turns up once more.
            Log.PinLost(logger, pin.Version);
            saved.DeletePin();
        }
    }

    public void Publish(RuleSet ruleSet, FlagDocument document, string fingerprint, IReadOnlyList<string> sources)
    {
        MakeLive(ruleSet);
        if (_history.Newest?.Version.Version == ruleSet.Version)
        {
            return;
        }

        var (added, dropped) = _history.Add(ruleSet.Version, document, fingerprint, sources, clock.GetUtcNow());
        saved?.SaveVersion(added);
        Forget(dropped);
    }

    /// <summary>Compiles the pinned version with its own kill switch and today's, and makes it live: going back turns nothing on that was off in either.</summary>
    public void PublishPinned(IReadOnlyCollection<string> off)
    {
        if (Compile(_history.Find(_pin!.Version)!, off) is { } ruleSet)
        {
            MakeLive(ruleSet);
        }
    }

    /// <summary>False when there is no such version.</summary>
    public bool TryPin(string version, string by, string reason)
    {
        if (_history.Find(version) is null)
        {
            return false;
        }

        var pin = new RulesPin(version, by, reason, clock.GetUtcNow());
        _pin = pin;
        saved?.SavePin(pin);
        Log.RulesPinned(logger, version, by, reason);
        return true;
    }

    /// <summary>False when no pin holds.</summary>
    public bool TryUnpin(string by, string reason)
    {
        if (_pin is not { } pin)
        {
            return false;
        }

        _pin = null;
        saved?.DeletePin();
        Log.RulesUnpinned(logger, pin.Version, by, reason);
        return true;
    }

    private RuleSet? Compile(RulesHistory.Entry entry, IReadOnlyCollection<string> off) =>
        RuleSetCompiler.Compile(entry.Document, [.. off.Union(entry.Document.Off, StringComparer.OrdinalIgnoreCase)], options.Rules, entry.Fingerprint).RuleSet;

    private void Forget(RulesHistory.Entry? dropped)
    {
        if (dropped is not null)
        {
            saved?.DeleteVersion(dropped.Version.Version);
        }
    }

    private void MakeLive(RuleSet ruleSet)
    {
        ChangedAt = clock.GetUtcNow();
        var snapshot = store.Publish(ruleSet);
        Log.RulesChanged(logger, ruleSet.Version, ruleSet.Flags.All.Count, snapshot.Generation);
        _ready.TrySetResult();
    }
}
