using GrayFlags.Documents.Problems;
using GrayFlags.Publishing;
using GrayFlags.Telemetry;

namespace GrayFlags.Snapshots.Updating;

/// <content>The decisions of operators, here and in the fleet.</content>
internal sealed partial class RuleSetUpdater
{
    /// <summary>Pins an earlier version. Returns false when there is no such version.</summary>
    /// <exception cref="GrayDocumentException">The version no longer compiles.</exception>
    public bool Rollback(string version, string by, string reason)
    {
        RulesHistory.Entry? entry;
        lock (_gate)
        {
            entry = _publisher.Find(version);
        }

        if (entry is null)
        {
            return false;
        }

        var alive = entry.Alive ?? entry.Compile(_options.Rules) switch
        {
            { RuleSet: { } ruleSet } => ruleSet,
            { Problems: var problems } => throw new GrayDocumentException(problems),
        };
        Operate(() =>
        {
            _publisher.Pin(entry, alive, by, reason);
            return true;
        });
        return true;
    }

    /// <summary>Removes the pin, so that the newest rules go live. Returns false when there is no pin.</summary>
    public bool Unpin(string by, string reason) => Operate(() => _publisher.TryUnpin(by, reason));

    /// <summary>Turns a flag off for everyone.</summary>
    public void TurnOff(string flag, string by, string reason) => Operate(() =>
    {
        _publisher.TurnOff(flag, by, reason);
        return true;
    });

    /// <summary>Turns a flag on again. Returns false when no operator has turned it off.</summary>
    public bool TurnOn(string flag, string by, string reason) => Operate(() => _publisher.TryTurnOn(flag, by, reason));

    /// <summary>Accepts a document that is held back. Returns false when the provider has none.</summary>
    public bool AcceptHeld(string provider, string by, string reason) => Operate(() =>
    {
        var isAccepted = _slots.TakeHeld(provider);
        if (isAccepted)
        {
            Log.HeldAccepted(_logger, LogSafeText.Source(provider), LogSafeText.Name(by), LogSafeText.Sentence(reason));
        }

        return isAccepted;
    });

    // An operator's decision takes effect at once; only flags that it turns on may require a compilation.
    private bool Operate(Func<bool> change)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return change() && ApplyNeedsLock();
        }
    }

    // What operators decided on another node; nobody here waits for it.
    private void Take(FleetSwitches fleet)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _publisher.Take(fleet);
                ApplyNeedsLock();
            }
        }
    }

    private bool ApplyNeedsLock()
    {
        var now = _clock.GetUtcNow();
        HoldForPin(now);
        _publisher.Refresh(_slots.All, _slots.AreSettled);
        _status.Report(now);
        return true;
    }
}
