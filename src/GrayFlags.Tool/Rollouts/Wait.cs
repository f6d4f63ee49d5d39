using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary>Looks at a rollout again and again. A dashboard that does not answer for a while is asked again until the time is up.</summary>
internal sealed class Wait(OperationsApi api, string flag, WaitTarget target, bool isPatient, TimeProvider clock, Terminal terminal)
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private Rollout? _first;
    private Rollout? _last;
    private string? _said;

    /// <summary>Waits.</summary>
    /// <returns>The end, and the rollout as it was last seen; null when the dashboard never answered.</returns>
    public async Task<(WaitOutcome Outcome, Rollout? Rollout)> RunAsync(TimeSpan timeout, TimeSpan pause)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            if (await LookAsync(timeout - clock.GetElapsedTime(begun)).ConfigureAwait(false) is { } outcome)
            {
                return (outcome, _last);
            }

            var left = timeout - clock.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
            {
                return (WaitOutcome.TimedOut, _last);
            }

            await Task.Delay(Shorter(Shorter(pause, left), LongestPause), clock).ConfigureAwait(false);
        }
    }

    // A dashboard that hangs does not hold the pipeline for longer than it wants to wait; the last look has a moment.
    private async Task<WaitOutcome?> LookAsync(TimeSpan left)
    {
        try
        {
            using var end = new CancellationTokenSource(left < ShortestLook ? ShortestLook : Shorter(left, LongestLook), clock);
            _last = Rollout.Of(await api.GetAsync(OperationsApi.PathOf(flag), end.Token).ConfigureAwait(false));
        }
        catch (HttpRequestException exception)
        {
            Say($"the dashboard does not answer, and is asked again: {OperationsApi.Reason(exception)}");
            return null;
        }

        _first ??= _last;
        Say(_last.ToString());
        return target.IsReached(_last) && IsSameAttempt ? WaitOutcome.Reached
            : _last.Phase is "RolledBack" or "Cancelled" || !IsSameAttempt ? WaitOutcome.RolledBack
            : isPatient ? null
            : _last.Phase is "Paused" or "Withheld" ? WaitOutcome.Paused
            : _last is { Phase: "Running", WaitReason: "Approval" } ? WaitOutcome.NeedsApproval
            : null;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private bool IsSameAttempt => (_first!.Id, _first.Attempt) == (_last!.Id, _last.Attempt);

    // To whoever watches the log of the pipeline; each line once.
    private void Say(string line)
    {
        if (line != _said)
        {
            _said = line;
            terminal.Error.WriteLine(Visible.Line(line));
        }
    }
}
