using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Simulator.Experiments;

namespace GrayFlags.Simulator.Traffic;

/// <summary>A machine that sends 10,000 calls.</summary>
internal sealed class Attacker(Hostility hostility, ulong seed)
{
    private const int Hoarded = 20;
    private const double Answer = 0.1;

    private readonly Draws _draws = new(~seed);
    private readonly ulong _hoard = seed * 31;

    /// <summary>Sends what falls into a second.</summary>
    public void Act(Attempt attempt, int second, double share)
    {
        var since = second - hostility.From;
        if (since < 0 || since >= hostility.Seconds)
        {
            return;
        }

        var until = (long)Hostility.Calls * (since + 1) / hostility.Seconds;
        for (var call = (long)Hostility.Calls * since / hostility.Seconds; call < until; call++)
        {
            Send(attempt, share, call);
        }
    }

    private void Send(Attempt attempt, double share, long call)
    {
        var isHoarded = hostility.Kind is HostileKind.HoardedGoodCanary or HostileKind.HoardedFailingControl;
        var isCanary = hostility.Kind switch
        {
            HostileKind.FreshFailingCanary or HostileKind.HoardedGoodCanary => true,
            HostileKind.FreshFailing => _draws.Chance(share),
            _ => false,
        };
        var unit = isHoarded ? new Draws(_hoard + (ulong)(call % Hoarded)).NextWord() : _draws.NextWord();
        var ticket = attempt.Begin(unit, isCanary, share, isEvidence: isHoarded);
        if (hostility.Kind != HostileKind.FreshHangingControl)
        {
            attempt.Recorder.End(ticket, hostility.Kind == HostileKind.HoardedGoodCanary ? CallVerdict.Success : CallVerdict.Failure, seconds: Answer);
        }
    }
}
