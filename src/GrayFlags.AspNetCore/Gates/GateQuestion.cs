using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>A flag to evaluate, and the next step: another question by its index, or the complement of the end's index.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="HalvesMethods">The methods for which an endpoint answers in both states; empty for all, null for none.</param>
/// <param name="WhenOn">The next step when the flag is on.</param>
/// <param name="WhenOff">The next step when the flag is off.</param>
internal readonly record struct GateQuestion(string Flag, IReadOnlyList<string>? HalvesMethods, int WhenOn, int WhenOff)
{
    public Asker AskerOf(HttpRequest request) =>
        HalvesMethods is { } methods && (methods.Count == 0 || methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase)) ? Asker.Halves : Asker.Gate;

    public static IReadOnlyList<string>? MethodsOfHalves(string flag, IReadOnlyList<Endpoint> endpoints)
    {
        var on = endpoints.Where(endpoint => Has(endpoint, true)).ToList();
        var off = endpoints.Where(endpoint => Has(endpoint, false)).ToList();
        return on.Count == 0 || off.Count == 0
            ? null
            : on.Select(GateNode.MethodsOf)
                .FirstOrDefault(methods => off.Any(other => methods.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(GateNode.MethodsOf(other))));

        bool Has(Endpoint endpoint, bool isEnabled) =>
            GateSelection.GatesOf(endpoint).Any(gate => gate.Enabled == isEnabled && string.Equals(gate.Flag, flag, StringComparison.OrdinalIgnoreCase));
    }

}
