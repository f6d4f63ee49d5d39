using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>
/// What the flags of one selection are. Each is asked once, or a condition of the app's own that changes its
/// mind could open both halves of a route, or neither.
/// </summary>
/// <param name="flags">Asks by the rules of the request: what the endpoint asks later is answered by the same.</param>
/// <param name="http">The request.</param>
/// <param name="candidates">Among which is selected; null where nothing is, and so nobody gets an id.</param>
internal struct FlagAnswers(RequestFlags flags, HttpContext http, CandidateSet? candidates)
{
    // Nearly always there is one flag: only a second one needs a place to be kept.
    private string? _flag;
    private bool _isEnabled;
    private Dictionary<string, bool>? _others;

    /// <summary>The first gate that is closed; null where all are open.</summary>
    public RequireGrayFlagAttribute? FirstClosed(IReadOnlyList<RequireGrayFlagAttribute> gates)
    {
        // By index: nothing is made to walk along an empty list, or a list of one.
        for (var index = 0; index < gates.Count; index++)
        {
            var gate = gates[index];
            if (IsEnabled(gate.Flag) != gate.Enabled)
            {
                return gate;
            }
        }

        return null;
    }

    private bool IsEnabled(string flag)
    {
        if (_flag is null)
        {
            (_flag, _isEnabled) = (flag, Ask(flag));
        }

        if (string.Equals(_flag, flag, StringComparison.OrdinalIgnoreCase))
        {
            return _isEnabled;
        }

        _others ??= new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        if (!_others.TryGetValue(flag, out var isEnabled))
        {
            _others[flag] = isEnabled = Ask(flag);
        }

        return isEnabled;
    }

    private readonly bool Ask(string flag) => flags.IsEnabled(http, flag, HasBothHalves(flag) ? Asker.Halves : Asker.Gate);

    private readonly bool HasBothHalves(string flag)
    {
        var (hasOn, hasOff) = (false, false);
        for (var index = 0; index < (candidates?.Count ?? 0); index++)
        {
            if (!candidates!.IsValidCandidate(index) || !GateNode.HasMethod(candidates[index].Endpoint, http.Request.Method))
            {
                continue;
            }

            var gates = GateSelection.GatesOf(candidates[index].Endpoint);
            for (var gate = 0; gate < gates.Count; gate++)
            {
                if (string.Equals(gates[gate].Flag, flag, StringComparison.OrdinalIgnoreCase))
                {
                    hasOn |= gates[gate].Enabled;
                    hasOff |= !gates[gate].Enabled;
                }
            }
        }

        return hasOn && hasOff;
    }
}
