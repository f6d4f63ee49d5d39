using GrayFlags.Documents.Problems;
using GrayFlags.Publishing;
using GrayFlags.Snapshots.Persistence;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Turns flags off and on for operators: in this process at once, and in the fleet that shares its documents.</summary>
internal sealed class OperatorSwitches(RuleSetUpdater updater, TimeProvider clock)
{
    public async Task TurnOffAsync(string flag, string by, string reason, CancellationToken cancellationToken)
    {
        updater.TurnOff(flag, by, reason);
        var failure = await TryChangeFleetAsync(
            fleet => fleet.With(new TurnedOffFlag(flag, by, reason, clock.GetUtcNow())), mayReplace: true, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            throw new GrayNotSavedException(
                $"Flag '{flag}' is turned off in this process, but the store of the fleet has not taken it: other instances do not know it yet. "
                    + "It goes on being tried at every poll.",
                failure);
        }

        await updater.OperatorSavedAsync($"Flag '{flag}' is turned off", cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> TurnOnAsync(string flag, string by, string reason, CancellationToken cancellationToken)
    {
        var isInFleet = updater.Fleet?.Known.Find(flag) is not null;
        var isChanged = updater.TurnOn(flag, by, reason);
        if (isInFleet)
        {
            // Larger rules need the store: what one instance alone turned on again would be off everywhere else.
            var failure = await TryChangeFleetAsync(fleet => fleet.Without(flag) switch
            {
                var same when ReferenceEquals(same, fleet) => fleet,
                var changed => changed with { By = by, Reason = reason },
            }, mayReplace: false, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                throw new GrayNotSavedException(
                    $"Flag {LogSafeText.Quote(flag)} is still turned off, here and in the fleet: its store has not taken the change. Try again.", failure);
            }

            isChanged = true;
        }

        await updater.OperatorSavedAsync($"Flag {LogSafeText.Quote(flag)} is not turned off by an operator", cancellationToken).ConfigureAwait(false);
        return isChanged;
    }

    // Tried for as long as an operator waits.
    private async Task<Exception?> TryChangeFleetAsync(Func<FleetSwitches, FleetSwitches> edit, bool mayReplace, CancellationToken cancellationToken)
    {
        if (updater.Fleet is not { } fleet)
        {
            return null;
        }

        using var patience = new CancellationTokenSource(OperatorPatience.Longest, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        Exception? failure = null;
        try
        {
            while (true)
            {
                try
                {
                    await fleet.ChangeAsync(edit, mayReplace, stop.Token).ConfigureAwait(false);
                    return null;
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
                {
                    failure = exception;
                }

                await Task.Delay(OperatorPatience.Pause, clock, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception)
        {
            return failure ?? exception;
        }
    }
}
