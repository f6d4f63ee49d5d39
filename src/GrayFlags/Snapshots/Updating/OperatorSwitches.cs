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
        var (_, failure) = await TryChangeFleetAsync(
            fleet => fleet.With(new TurnedOffFlag(flag, by, reason, clock.GetUtcNow())), mayReplace: true, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            throw new GrayNotSavedException(
                $"Flag '{flag}' is turned off in this process, but the store of the fleet has not taken it: other instances do not know it yet. "
                    + "It goes on being tried every second or two.",
                failure);
        }

        await updater.OperatorSavedAsync($"Flag '{flag}' is turned off", cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> TurnOnAsync(string flag, string by, string reason, CancellationToken cancellationToken)
    {
        var isInFleet = updater.Fleet?.Known.Find(flag) is not null;
        var isTurnedOn = updater.TurnOn(flag, by, reason);

        // The store is always asked: it may know of a flag that is off what this instance has not heard yet. Larger rules need it, since what one instance
        // alone turned on again would be off everywhere else; only what nobody but this instance had turned off needs no answer.
        var (isChanged, failure) = await TryChangeFleetAsync(fleet => fleet.Without(flag) switch
        {
            var same when ReferenceEquals(same, fleet) => fleet,
            var changed => changed with { By = by, Reason = reason },
        }, mayReplace: false, cancellationToken, isOnce: isTurnedOn && !isInFleet).ConfigureAwait(false);
        if (failure is not null && (isInFleet || !isTurnedOn))
        {
            throw new GrayNotSavedException(
                isInFleet
                    ? $"Flag {LogSafeText.Quote(flag)} is still turned off, here and in the fleet: its store has not taken the change. Try again."
                    : $"It is not known if flag {LogSafeText.Quote(flag)} is turned off in the fleet: its store has not answered. Try again.",
                failure);
        }

        await updater.OperatorSavedAsync($"Flag {LogSafeText.Quote(flag)} is not turned off by an operator", cancellationToken).ConfigureAwait(false);
        return isTurnedOn || isInFleet || isChanged;
    }

    // Tried for as long as an operator waits.
    private async Task<(bool IsChanged, Exception? Failure)> TryChangeFleetAsync(
        Func<FleetSwitches, FleetSwitches> edit, bool mayReplace, CancellationToken cancellationToken, bool isOnce = false)
    {
        if (updater.Fleet is not { } fleet)
        {
            return (false, null);
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
                    return (await fleet.ChangeAsync(edit, mayReplace, stop.Token).ConfigureAwait(false), null);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
                {
                    failure = exception;
                }

                if (isOnce)
                {
                    return (false, failure);
                }

                await Task.Delay(OperatorPatience.Pause, clock, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception)
        {
            return (false, OperatorPatience.CauseOf(failure, exception, cancellationToken));
        }
    }
}
