using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>
/// The answers of the flags in one selection. Each flag is evaluated once; otherwise an unstable custom condition could open both halves of a route, or
/// neither.
/// </summary>
/// <param name="flags">Evaluates under the request's pinned rules, so that the endpoint later gets the same answers.</param>
/// <param name="http">The request.</param>
/// <param name="candidates">The candidates; null when nothing is selected, so that nobody gets an id.</param>
internal struct FlagAnswers(RequestFlags flags, HttpContext http, CandidateSet? candidates)
{
    // Nearly always there is one flag: only a second one needs storage.
    private string? _flag;
    private bool _isEnabled;
    private Dictionary<string, bool>? _others;

    /// <summary>Returns the first closed gate, or null when all are open.</summary>
    public RequireGrayFlagAttribute? FirstClosed(IReadOnlyList<RequireGrayFlagAttribute> gates)
    {
        // By index: enumerating an empty list, or a list of one, would allocate.
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
